"""The laws of building and reading, as properties and on the real documents."""

from __future__ import annotations

import ast
import hashlib
import os
import random
import re
import subprocess
import sys
import zipfile
from collections import Counter
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import advice
import edits
import pytest
from conftest import ROOT, form, spec_of, specs_in
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from lxml import etree
from test_slips_whole import BASE, WHOLE

from goalgen.docx import Row, open_package, write_package
from goalgen.docx.whole import content as content_of
from goalgen.form import Form, form_files, load_layouts
from goalgen.ledger import Kind
from goalgen.problem import Problem, Severity
from goalgen.spec import repair
from goalgen.text import Source
from goalgen.verbs.build import build
from goalgen.verbs.put import Put, put
from goalgen.verbs.read import read
from goalgen.vocabulary import TO_FILL

FORM = "tianjin-2022"
BOOKS = sorted({path.parent for path in (ROOT / "specs").rglob("*.yaml")})
HARD = (
    "", " ", "  两边有空格  ", "中间  有  两格", "制\t表", "一段\n二段", "一段\n\n", "断\v行", "分\f页", "& < > \" '", "{{ 名 }}",
    "{% if %}", "{_{ x }_}", "{# 注 #}", "<?goalgen-value 1?>", "\u00a0", "\u3000全角", "零\u200b宽", "行\u2028分", "段\u2029分", "e\u0301",
    "𠮷野家", "１２３", "绩效目标", "一级指标", "2.第二条", "1.1.双号", "单位：万元", "≥99%", "\ufeff", "\u0085", "]]>", "<!-- -->", "\ufdd00\ufdd1",
    "x" * 3000,
)  # fmt: skip
LEGAL = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff") | st.sampled_from(
    "\t\n\v\f\u0085"
)
texts = st.sampled_from(HARD) | st.text(LEGAL, max_size=40)
lines = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=20
)
level = st.sampled_from(["产出指标", "效益指标", "", "一级指标"]) | texts
indicator = st.fixed_dictionaries(
    {"一级指标": level, "二级指标": texts, "三级指标": texts, "绩效指标描述": texts, "指标值": texts}
)
values = st.fixed_dictionaries(
    {
        "表样": st.just(FORM),
        "序号": st.integers(1, 9999).map(str),
        "单位代码": st.from_regex(r"[0-9]{6}", fullmatch=True),
        "单位名称": texts,
        "金额单位": st.sampled_from(["万元", "元"]),
        "项目名称": lines,
        "预算数": texts,
        "财政资金": texts,
        "其他资金": texts,
        "资金用途": texts,
        "绩效目标": st.lists(texts, max_size=30),
        "绩效指标": st.lists(indicator, min_size=0, max_size=8)
        | st.lists(indicator, min_size=1, max_size=3).map(lambda rows: rows * 70),
    },
    optional={"年度": st.from_regex(r"20[0-9]{2}", fullmatch=True)},
)


def blank_rows(value: dict[str, Any]) -> bool:
    """An indicator of which nothing can be seen, or that is the header row typed again."""
    rows = value["绩效指标"]
    shown = [
        [text for key, text in row.items() if key != "一级指标" or i == 0 or rows[i - 1][key] != text]
        for i, row in enumerate(rows)
    ]
    return any(not "".join(row).strip() for row in shown) or any(all(row[key] == key for key in row) for row in rows)


def ambiguous_goals(value: dict[str, Any]) -> bool:
    """A goal one of whose later paragraphs begins like the next goal."""
    return any(
        line.strip()[:1].isdigit() or "．" in line for goal in value["绩效目标"] for line in goal.split("\n")[1:]
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(values)
def test_L1_what_is_built_reads_back_or_is_refused(value):
    built = build([spec_of(value)], form(FORM))
    if built.data is None:
        event("refused")
        unwritten = TO_FILL in str(value)  # Hypothesis tries the constants of our code
        assert blank_rows(value) or ambiguous_goals(value) or unwritten, [str(problem) for problem in built.problems]
        assert all(problem.message for problem in built.problems)
    else:
        reading = read(built.data, "例.docx", [form(FORM)])
        assert [spec.value for spec in reading.specs] == [value]
        assert not reading.ledger.residue()


@pytest.mark.parametrize("text", HARD)
def test_L1_every_hard_text_in_every_field(text):
    row = {"一级指标": text, "二级指标": text, "三级指标": "甲", "绩效指标描述": text, "指标值": text}
    value = {
        "表样": FORM, "年度": "2022", "序号": "1", "单位代码": "123456", "单位名称": text, "金额单位": "元", "项目名称": "名称",
        "预算数": text, "财政资金": text, "其他资金": text, "资金用途": text, "绩效目标": [text, text, "末"], "绩效指标": [row, row],
    }  # fmt: skip
    built = build([spec_of(value), spec_of(value | {"序号": "2"})], form(FORM))
    assert not built.problems
    assert built.data is not None


def test_L2_a_built_document_is_built_again_byte_for_byte():
    for folder in BOOKS:
        specs = specs_in(folder)
        book = form(str(specs[0].value["表样"]))
        data = build(specs, book).data
        assert data is not None
        again = [spec_of(spec.value) for spec in read(data, "书.docx", [book]).specs]
        assert build(again, book).data == data


@pytest.mark.slow
def test_L5_same_bytes_in_another_folder_zone_language_and_hash_seed(tmp_path):
    script = f"""
import sys; sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / "tests")!r}]
from conftest import ROOT, form, specs_in
from goalgen.verbs.build import build
import hashlib
print(hashlib.sha256(build(specs_in(ROOT / "specs/331201/2022"), form("tianjin-2022")).data).hexdigest())
"""
    sums = set()
    for number, (zone, language, seed) in enumerate([("UTC", "C", "0"), ("Asia/Shanghai", "zh_CN.UTF-8", "4242")]):
        folder = tmp_path / str(number)
        folder.mkdir()
        env = {**os.environ, "TZ": zone, "LANG": language, "LC_ALL": language, "PYTHONHASHSEED": seed}
        run = subprocess.run(
            [sys.executable, "-c", script], cwd=folder, env=env, capture_output=True, text=True, check=True
        )
        sums.add(run.stdout.strip())
    assert len(sums) == 1
    here = build(specs_in(ROOT / "specs/331201/2022"), form(FORM)).data
    assert {hashlib.sha256(here or b"").hexdigest()} == sums


def seen_by_another_way(data: bytes) -> Counter[str]:
    """The characters of all tables and headings of a built book, counted without goalgen: every `w:t` of the body."""
    tree = etree.fromstring(zipfile.ZipFile(BytesIO(data)).read("word/document.xml"))
    return Counter("".join(tree.itertext("{*}t")))


@pytest.mark.parametrize("folder", BOOKS, ids=lambda folder: folder.relative_to(ROOT / "specs").as_posix())
def test_L6_the_account_adds_up(folder):
    specs = specs_in(folder)
    book = form(str(specs[0].value["表样"]))
    data = build(specs, book).data
    assert data is not None
    reading = read(data, "书.docx", [book])
    entered = Counter("".join(entry.text for entry in reading.ledger.entries)) + Counter(
        "".join(unread.text for unread in reading.unread)
    )
    apart = Counter({char: count for char, count in entered.items() if char not in "\n\v\f\t "})
    counted = Counter({char: count for char, count in seen_by_another_way(data).items() if char != " "})
    assert apart == counted
    counts = reading.ledger.counts()
    assert counts[Kind.RESIDUE] == 0
    for entry in reading.ledger.entries:
        assert [part.start for part in entry.parts] == [0, *(part.end for part in entry.parts)][: len(entry.parts)]
        assert sum(part.end - part.start for part in entry.parts) == len(entry.text)


LEGACY = ROOT / "tests/data/legacy"
DOCUMENTS = sorted((ROOT / "tests").rglob("*.docx"))


@lru_cache
def all_forms() -> list[Form]:
    return [layout for files in form_files([ROOT]).values() for layout in load_layouts(files)[0]]


def unchanged(path: Path, forms: list[Form]) -> None:
    """L3 for one document, and for the rest of it when one value of one of its tables is another."""
    data = path.read_bytes()
    specs = [spec_of(table.value, f"{n}.yaml") for n, table in enumerate(read(data, path.name, forms).specs)]
    assert put(specs, data, path.name, forms)[:2] == (data, ())
    for spec in specs[:1] + specs[-1:]:
        key = next((key for key in ("资金用途", "指标值", "用途") if isinstance(spec.value.get(key), str)), None)
        if key is None:
            continue
        others = [other for other in specs if other is not spec]
        done = put([*others, spec_of({**spec.value, key: "改过的用途"}, spec.source.name)], data, path.name, forms)
        refused = [problem.code for problem in done.problems if problem.severity is Severity.ERROR]
        if refused:
            assert (set(refused), done.data) == ({"P304"}, data), done.problems
            continue
        with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(BytesIO(done.data)) as after:
            changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
            assert before.namelist() == after.namelist()
            assert [name for name in changed if not name.startswith("customXml/item")] == ["word/document.xml"]
            old, new = before.read("word/document.xml"), after.read("word/document.xml")
        start = next((at for at, (one, two) in enumerate(zip(old, new, strict=False)) if one != two), 0)
        rest = zip(old[start:][::-1], new[start:][::-1], strict=False)
        end = next((at for at, (one, two) in enumerate(rest) if one != two), min(len(old), len(new)) - start)
        for text in (old[start : len(old) - end], new[start : len(new) - end]):
            assert not re.search(rb"</?\w*:?tc\b", text), text


def test_L3_what_is_read_and_put_back_is_the_document():
    unchanged(LEGACY / "tianjin-2022-libreoffice.docx", [form(FORM)])


@pytest.mark.slow
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_L3_holds_for_every_document(path):
    unchanged(path, all_forms())


@pytest.mark.slow
def test_L3_holds_for_a_strict_document():
    with zipfile.ZipFile(LEGACY / "tianjin-2022-libreoffice.docx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    usual, other = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    for name, content in parts.items():
        for kind in (b"officeDocument/2006/", b"wordprocessingml/2006/", b"drawingml/2006/"):
            content = content.replace(usual + kind, other + kind.replace(b"2006/", b""))
        parts[name] = content
    data = write_package(parts)
    assert other in parts["word/document.xml"]
    specs = [spec_of(table.value, f"{n}.yaml") for n, table in enumerate(read(data, "严.docx", [form(FORM)]).specs)]
    assert len(specs) == 17
    assert put(specs, data, "严.docx", [form(FORM)]) == Put(data)
    renamed = spec_of({**specs[3].value, "项目名称": "新名称", "绩效目标": ["甲\n乙"]}, "3.yaml")
    done = put([renamed], data, "严.docx", [form(FORM)])
    assert read(done.data, "严.docx", [form(FORM)]).specs[3].value == renamed.value


def test_L7_the_legacy_document_reads_to_the_published_specs():
    reading = read((LEGACY / "tianjin-2022.docx").read_bytes(), "旧.docx", [form(FORM)], {"年度": "2022"})
    assert [spec.value for spec in reading.specs] == [spec.value for spec in specs_in(ROOT / "specs/331201/2022")]
    assert not reading.ledger.residue()
    assert [str(problem) for problem in reading.problems] == [
        "旧.docx 表17 第1行 R205 标题缺失，「序号」按前后的表推定为 9",
        "旧.docx 表31 第1行 R205 标题缺失，「序号」按前后的表推定为 16",
    ]


def test_the_document_saved_by_libreoffice_reads_to_the_same_but_for_edge_spaces():
    def trimmed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: trimmed(part) for key, part in value.items()}
        return [trimmed(part) for part in value] if isinstance(value, list) else value.strip()

    path = LEGACY / "tianjin-2022-libreoffice.docx"
    reading = read(path.read_bytes(), path.name, [form(FORM)], {"年度": "2022"})
    specs = specs_in(Path(ROOT / "specs/331201/2022"))
    assert [trimmed(spec.value) for spec in reading.specs] == [trimmed(spec.value) for spec in specs]
    assert not reading.ledger.residue()


def proven(text: str, *, fragment: bool) -> None:
    """Law L11 for one text: each problem that tells what to write, or says how it is mended, is cured by just that."""
    before = advice.look(text, fragment=fragment)
    assert [each for problem in before.problems for each in advice.unbacked(problem)] == []
    for problem in advice.advised(before):
        assert problem.fix, f"told and not done: {problem}"
        after = advice.look(advice.written(before, problem), fragment=fragment)
        assert advice.uncured(before, problem, after) == [], problem


@pytest.mark.parametrize("text", dict.fromkeys(advice.fragments()))
def test_L11_what_the_slips_and_examples_are_told_to_write_cures(text):
    proven(text, fragment=True)


@pytest.mark.slow
@pytest.mark.parametrize("slip", WHOLE, ids=lambda slip: slip["类"])
def test_L11_what_a_whole_spec_with_a_slip_is_told_to_write_cures(slip):
    proven(BASE.replace(slip["原"], slip["写成"], 1), fragment=False)


numbers = st.integers(0, 999)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(advice.good()), numbers, numbers, numbers)
def test_L11_what_a_good_spec_with_one_slip_is_told_to_write_cures(text, kind, line, value):
    proven(advice.mutated(text, kind, line, value), fragment=False)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(advice.good()), st.lists(st.tuples(numbers, numbers, numbers), min_size=1, max_size=4))
def test_L11_mending_never_makes_worse_and_loses_no_comment(text, slips):
    text = f"# 首行的注\n{text}# 末行的注\n"
    for slip in slips:
        text = advice.mutated(text, *slip)

    def look(source: Source) -> tuple[bool, list[Problem]]:
        judged = advice.look(source.text)
        return judged.loads, [problem for problem in judged.problems if problem.code.startswith("S")]

    before = look(Source("例.yaml", text))
    source, fixes = repair(Source("例.yaml", text), look)
    after = look(source)
    assert (source.text == text) == (fixes == 0)
    assert (not after[0], len(advice.Judged(source, *after).errors)) <= (
        not before[0],
        len(advice.Judged(source, *before).errors),
    )
    assert all(source.text.count(comment) == text.count(comment) for comment in ("# 首行的注", "# 末行的注", "# 注"))
    assert repair(source, look) == (source, 0)


ADVICE = re.compile(r"(?:写成|改为|应写作|应写全)[：: ]*[全角一字线]*「?$")


@pytest.mark.parametrize("path", sorted((ROOT / "goalgen").rglob("*.py")), ids=lambda path: path.stem)
def test_L11_what_a_message_tells_to_write_is_the_text_of_its_problem(path):
    """In the source: nothing but TEXT is put in after the words that tell what to write, nor does a quotation stand there."""
    tree = ast.parse(path.read_text("utf-8"))
    pages = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, ast.Module)}
    pieces = {id(piece) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for piece in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            for said, put in pairwise(node.values):
                if isinstance(said, ast.Constant) and ADVICE.search(str(said.value)):
                    assert "TEXT" in {each.id for each in ast.walk(put) if isinstance(each, ast.Name)}, ast.unparse(
                        node
                    )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in pages:
            if id(node) in pieces:
                continue
            assert not re.search(r"(?:写成|改为)[：: ]*「", node.value), node.value


KINDS = st.lists(st.sampled_from(sorted(edits.CHANGES)), min_size=1, max_size=4)
STORED = [
    *edits.CONFORMANCE,
    *edits.LEGACY,
    *range(40),
    *(one.name for one in edits.forms_with_lists()),
]
"""Documents of all kinds: one construct each, made by people, several constructs at once, other forms."""


def stored(which: object) -> bytes:
    if isinstance(which, Path):
        return which.read_bytes()
    return edits.book(which) if isinstance(which, str) else edits.storage(which)[1]  # type: ignore[arg-type]


def form_of(which: object) -> Form:
    return form(which) if isinstance(which, str) else form(FORM)


def cells_of(data: bytes) -> dict[str, bytes]:
    """The cells and paragraphs of a document by their addresses, as they are written."""
    opened, _ = open_package(data, "")
    assert opened is not None
    found = {}
    for block in content_of(opened).blocks:
        if isinstance(block, Row):
            found |= {str(block.address(cell)): etree.tostring(cell.node, with_tail=False) for cell in block.cells}
        else:
            found[str(block.address())] = etree.tostring(block.node, with_tail=False)
    return found


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.slow
@settings(max_examples=250, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(STORED), KINDS, numbers)
def test_L4_what_is_put_reads_back_or_is_refused_and_nothing_else_changes(which, kinds, number):
    data, known = stored(which), form_of(which)
    reading = read(data, "告.docx", [known])
    values = [table.value for table in reading.specs]
    rng = random.Random(number)
    place = rng.randrange(len(values))
    values[place] = edits.edited(values[place], kinds, rng)
    result = edits.put_values(reading, values, data)
    refused = [problem for problem in result.problems if problem.severity is Severity.ERROR]
    if refused:
        event(f"refused: {refused[0].code}")
        assert result.data == data
        assert {problem.code for problem in refused} <= {"P303", "P304", "P305", "P307", "P310", "P401"}, refused
        return
    assert [table.value for table in read(result.data, "", [known]).specs] == values
    before, after = members(data), members(result.data)
    unlike = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert unlike <= {"word/document.xml", "customXml/item1.xml", "customXml/item2.xml"}
    if {*kinds} <= {*edits.IN_PLACE} and all(change.kind in ("value", "repeat") for change in result.changes):
        old, new = cells_of(data), cells_of(result.data)
        assert old.keys() == new.keys()
        around = {at for at, xml in old.items() if b"w:txbxContent" in xml}  # whose text boxes hold cells of their own
        assert {at for at in old if old[at] != new[at]} - around <= {str(change.address) for change in result.changes}


REFUSED = {
    ("automatic_heading_number", "clear"): "P310",
    ("blank_below_a_cut", "change"): "P310",
    ("blank_paragraphs", "clear"): "P310",
    ("control_nested", "change"): "P310",
    ("custom_xml_around_table", "clear"): "P310",
    ("field_symbol", "clear"): "P304",
    ("inserted_paragraph", "clear"): "P310",
    ("merge_above_a_gap", "remove"): "P303",
    ("merge_above_a_gap", "remove all"): "P303",
    ("merge_without_beginning_in_the_middle", "clear"): "P310",
    ("smart_art", "clear"): "P310",
    ("struck_by_table_style", "clear"): "P310",
    ("tracked_merge", "add"): "P307",
    ("tracked_merge", "add other"): "P307",
    ("vertical_label", "clear"): "P310",
    ("white_run", "clear"): "P310",
}
"""Of 2,144 changes: a row beside one that nothing understood, what Word draws, a merge that is a tracked change itself, and a
project without a name (P310), which the form's own rules refuse."""


@pytest.mark.slow
def test_L4_few_changes_are_refused_and_rightly():
    refused = {}
    for path in edits.CONFORMANCE:
        data, name = path.read_bytes(), path.name.removesuffix(".form.docx")
        reading = read(data, "告.docx", [form(FORM)])
        for kind in edits.CHANGES:
            rng = random.Random(f"{name} {kind} 0")
            values = [table.value for table in reading.specs]
            place = rng.randrange(len(values))
            values[place] = edits.edited(values[place], [kind], rng)
            for problem in edits.put_values(reading, values, data).problems:
                if problem.severity is Severity.ERROR:
                    refused[name, kind] = problem.code
    assert refused == REFUSED


@pytest.mark.slow
@settings(max_examples=120, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(STORED), KINDS, KINDS, numbers)
def test_L3b_a_put_over_a_put_is_the_last_put(which, first, second, number):
    data, known = stored(which), form_of(which)
    reading = read(data, "告.docx", [known])
    rng = random.Random(number)
    olds = [table.value for table in reading.specs]
    ones = [edits.edited(value, first, rng) for value in olds]
    twos = [edits.edited(value, second, rng) for value in olds]
    one, two = edits.put_values(reading, ones, data), edits.put_values(reading, twos, data)
    if any(problem.severity is Severity.ERROR for problem in [*one.problems, *two.problems]):
        event("refused")
        return
    both = edits.put_values(read(one.data, "告.docx", [known]), twos, one.data)
    if any(problem.severity is Severity.ERROR for problem in both.problems):
        event("refused the second time")
        return
    assert [table.value for table in read(both.data, "", [known]).specs] == twos


@pytest.mark.parametrize("number", range(2))
def test_L3b_where_each_touched_cell_is_one_run_the_documents_are_the_same(number):
    data = edits.book(first=number, count=2)
    reading = read(data, "告.docx", [form(FORM)])
    olds = [table.value for table in reading.specs]
    rng = random.Random(number)

    def changed() -> list[dict[str, Any]]:
        """The same cells, which say something else each time, or are emptied."""
        texts = iter(rng.sample(["改", "", " 空 ", "12 & <3>", "改了又改", "x" * 2000], 6))
        return [
            {**old, "资金用途": next(texts), "绩效指标": [{**row, "指标值": next(texts)} if not at else row for at, row in enumerate(old["绩效指标"])]}
            for old in olds
        ]  # fmt: skip

    ones, twos = changed(), changed()
    first, last = edits.put_values(reading, ones, data), edits.put_values(reading, twos, data)
    both = edits.put_values(read(first.data, "告.docx", [form(FORM)]), twos, first.data)
    assert members(both.data) == members(last.data)
    assert last.data != data
