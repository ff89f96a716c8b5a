"""Every form of `templates/` keeps the laws, whatever is written in it; a form is data, and no Python knows one."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import docx
import pytest
from conftest import ROOT, spec_of, specs_in
from grids import docx as word
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from goalgen.cli import main
from goalgen.form import FormFiles, form_files, load_layouts
from goalgen.form.pattern import Cond, Literal, Loop, ParagraphPattern, Slot, nodes
from goalgen.form.samples import candidates, sample
from goalgen.labels import normalise_label
from goalgen.ledger import Kind
from goalgen.paths import lookup, spoken, walk
from goalgen.schema import example
from goalgen.spec import scalar
from goalgen.text import Edit, apply_edits
from goalgen.verbs.build import build
from goalgen.verbs.read import read
from goalgen.vocabulary import MEANING_KEY, TO_FILL, meaning_of_label, meanings

FILES = form_files([ROOT])
REAL = ROOT / "tests/data/forms"
WORDS = st.text("甲乙丙丁戊己庚辛，。（）ABC0123456789%≥≤. ", min_size=1, max_size=12).map(lambda text: f"子{text}丑")
WILD = st.sampled_from(
    ["", " ", "  两边  ", "一段\n二段", "断\v行", "制\t表", "& < > \" '", "{{ 名 }}", "{% if %}", "目标2：乙", "一级指标", "——", "总分", "]]>"]
) | st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=20)  # fmt: skip


@lru_cache
def layouts(name: str, files: FormFiles | None = None):
    loaded, problems = load_layouts(files or FILES[name])
    assert problems == []
    return loaded


def own(name):
    return layouts(name)[0]


def values(form, texts):
    """Any value for a form, by its pattern and schema; `texts` are what its slots may hold."""
    found = list(nodes(form.pattern))
    slots = {node.path: node for node in found if isinstance(node, Slot)}
    loops = {node.path for node in found if isinstance(node, Loop)}
    optional = {node.path for node in found if isinstance(node, Cond)}

    def text(slot):
        offered = st.sampled_from(candidates(slot, form.schema))
        return offered if slot.pattern else st.one_of(texts.filter(slot.admits), offered)

    def at(path):
        if path in slots:
            return text(slots[path])
        if path in loops:
            inner = next(
                way[len(path)] for way in [*slots, *loops] if way[: len(path)] == path and len(way) > len(path)
            )
            return st.lists(at((*path, inner)), max_size=4)
        keys = dict.fromkeys(way[len(path)] for way in [*slots, *loops] if way[: len(path)] == path != way)
        must = {key: at((*path, key)) for key in keys if (*path, key) not in optional}
        return st.fixed_dictionaries(must, optional={key: at((*path, key)) for key in keys if key not in must})

    carried = {key: st.sampled_from(["1", "22"]) for key in form.unprinted}
    return st.tuples(at(()), st.fixed_dictionaries({}, optional=carried)).map(
        lambda both: {"表样": form.name, **both[0], **both[1]}
    )


@pytest.mark.parametrize("name", FILES)
def test_L1_L2_L6_nothing_legal_is_refused_and_everything_reads_back(name):
    form = own(name)

    @settings(max_examples=8, suppress_health_check=list(HealthCheck))
    @given(values(form, WORDS))
    def hold(value):
        data = build([spec_of(value)], form).data
        assert data is not None, build([spec_of(value)], form).problems
        reading = read(data, "例.docx", [form])
        assert [spec.value for spec in reading.specs] == [value]
        assert reading.problems == ()
        assert build([spec_of(spec.value) for spec in reading.specs], form).data == data
        everything = Counter("".join(entry.text for entry in reading.ledger.entries))
        everything += Counter("".join(unread.text for unread in reading.unread))
        tree = etree.fromstring(zipfile.ZipFile(BytesIO(data)).read("word/document.xml"))
        seen = Counter("".join(tree.itertext("{*}t")))
        assert {c: n for c, n in everything.items() if c > " "} == {c: n for c, n in seen.items() if c > " "}
        assert reading.ledger.counts()[Kind.RESIDUE] == 0

    hold()


@pytest.mark.parametrize("name", FILES)
@pytest.mark.slow
def test_L1_wild_texts_are_built_right_or_refused(name):
    form = own(name)

    @settings(max_examples=8, suppress_health_check=list(HealthCheck))
    @given(values(form, WILD), values(form, WORDS))
    def hold(value, other):
        built = build([spec_of(value), spec_of(other)], form)
        if built.data is None:
            assert {problem.code for problem in built.problems} <= {"B104", "B201"}
        else:
            assert [spec.value for spec in read(built.data, "例.docx", [form]).specs] == [value, other]

    hold()


@pytest.mark.parametrize("name", FILES)
def test_every_form_is_told_from_every_other(name):
    everything = [layout for other in FILES for layout in layouts(other)]
    form = own(name)
    value = {"表样": name} | sample(form.pattern, form.schema)
    data = build([spec_of(value), spec_of(value)], form).data
    reading = read(data, "书.docx", everything)
    assert [(spec.form.name, spec.form.variant, spec.value) for spec in reading.specs] == [(name, "", value)] * 2
    assert reading.problems == ()


def digests():
    """The bytes of a book of each form, as one digest each."""
    lines = []
    for name in FILES:
        form = own(name)
        data = build([spec_of({"表样": name} | sample(form.pattern, form.schema))] * 3, form).data
        lines.append(f"{name} {hashlib.sha256(data).hexdigest()}")
    return lines


@pytest.mark.slow
def test_L5_the_same_bytes_in_another_folder_zone_language_and_hash_seed(tmp_path):
    script = f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'tests')!r}]\nimport test_forms\nprint(*test_forms.digests(), sep=';')"
    env = {**os.environ, "TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "4242"}
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=env, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip().split(";") == digests()


def grid(data):
    """Every table, counted by python-docx: at each place of the grid its text, and whether it is one cell with its
    neighbours above and to the left."""
    tables = []
    for table in docx.Document(BytesIO(data)).tables:
        rows = [[(cell._tc, cell.text) for cell in row.cells] for row in table.rows]
        places = []
        for i, row in enumerate(rows):
            for j, (tc, text) in enumerate(row):
                same_above = i > 0 and j < len(rows[i - 1]) and rows[i - 1][j][0] is tc
                places.append((i + 1, j + 1, text, same_above, j > 0 and row[j - 1][0] is tc))
        tables.append(places)
    return tables


DIFFERENT_PADDING = {
    "shanghai_putuo_jgw_2026": {
        ("上年结转资金", "     上年结转资金"),
        ("其他资金", "     其他资金"),
        ("其他资金", "      其他资金"),
    },
}


@pytest.mark.parametrize(
    ("document", "name", "variant"),
    [
        ("hubei_wuhan_qingshan_edu_2020", "mof-2015-project", "qingshan"),
        ("hunan_xiangtan_hwc_2023", "hunan-xiangtan-2023", ""),
        ("shanghai_putuo_cgjf_2026", "shanghai-putuo-2026", ""),
        ("shanghai_putuo_jgw_2026", "shanghai-putuo-2026", ""),
        ("sichuan_zhongjiang_selfeval_2022", "sichuan-zhongjiang-2022", ""),
    ],
)
def test_L7_a_real_table_is_read_whole_and_built_again_cell_by_cell(document, name, variant):
    data = (REAL / f"{document}.docx").read_bytes()
    everything = [layout for other in FILES for layout in layouts(other)]
    reading = read(data, "表.docx", everything, {"年度": "2023"} if document.startswith("hunan") else {})
    assert (reading.problems, reading.ledger.residue(), reading.unread) == ((), [], ())
    (spec,) = reading.specs
    assert (spec.form.name, spec.form.variant) == (name, variant)
    built = build([spec_of(spec.value)], spec.form)
    assert [str(problem) for problem in built.problems] == []
    (was,), (now,) = grid(data), grid(built.data)
    assert [(*place[:2], *place[3:]) for place in now] == [(*place[:2], *place[3:]) for place in was]
    unlike = {(old[2], new[2]) for old, new in zip(was, now, strict=True) if old[2] != new[2]}
    assert unlike == DIFFERENT_PADDING.get(document, set())
    assert [again.value for again in read(built.data, "新.docx", [spec.form]).specs] == [spec.value]


def test_L7_a_table_read_by_a_variant_is_built_in_the_forms_own_layout():
    data = (REAL / "hubei_wuhan_qingshan_edu_2020.docx").read_bytes()
    (spec,) = read(data, "表.docx", layouts("mof-2015-project")).specs
    built = build([spec_of(spec.value)], own("mof-2015-project"))
    assert built.problems == []
    (again,) = read(built.data, "新.docx", layouts("mof-2015-project")).specs
    assert (again.value, again.form.variant) == (spec.value, "")


def test_goals_that_are_not_numbered_are_read_by_a_variant():
    form = own("mof-2015-unit")
    value = {"表样": "mof-2015-unit"} | sample(form.pattern, form.schema)
    plain = next(layout for layout in layouts("mof-2015-unit") if layout.variant == "plain")
    data = build([spec_of(value)], plain).data
    (spec,) = read(data, "表.docx", layouts("mof-2015-unit")).specs
    assert (spec.form.variant, spec.value) == ("plain", value)
    assert read(build([spec_of(value)], form).data, "表.docx", layouts("mof-2015-unit")).specs[0].form.variant == ""


EXAMPLES = sorted((ROOT / "specs/examples").iterdir())


def test_a_file_is_named_by_a_name_that_the_table_breaks_into_lines():
    value = {"序号": "2", "项目名称": "兰溪路-真南路下立交工\n程"}
    assert own("shanghai-putuo-2026").filename(value) == "02-兰溪路-真南路下立交工程"
    assert own("shanghai-putuo-2026").filename({"项目名称": "甲/乙"}) == "甲_乙"


def test_every_form_has_an_example_that_is_built_and_read():
    assert [folder.name for folder in EXAMPLES] == sorted(set(FILES) - {"tianjin-2022"})
    for folder in EXAMPLES:
        book = specs_in(folder)
        data = build(book, own(folder.name)).data
        assert [spec.value for spec in read(data, "书.docx", [own(folder.name)]).specs] == [s.value for s in book]


@pytest.mark.parametrize("name", FILES)
def test_a_new_spec_is_checked_without_a_finding_and_built(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    path = Path("specs/书/01.yaml")
    assert main(["new", "--example", "--form", name, "-o", str(path)]) == 0
    lines = [line.strip() for line in path.read_text("utf8").splitlines()]
    comments = [line for line in lines if line.startswith("#")]
    assert len(comments) == len(set(comments)), "every field is explained once"
    capsys.readouterr()
    assert (main(["check", "specs"]), *capsys.readouterr()) == (0, "", "共 1 个文件，没有问题\n")
    assert main(["build", "specs/书"]) == 0
    assert [spec.value for spec in read(Path("build/书.docx").read_bytes(), "书.docx", [own(name)]).specs] == [
        spec.value for spec in specs_in(path.parent)
    ]


@pytest.mark.parametrize("name", FILES)
def test_a_new_spec_says_at_each_place_what_is_to_be_written_and_passes_once_it_is(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    path = Path("specs/书/01.yaml")
    assert main(["new", "--form", name, "-o", str(path)]) == 0
    (spec,) = specs_in(path.parent)
    shown = example(own(name).schema, own(name).schema)
    texts = [(at, text) for at, text in walk(spec.value) if isinstance(text, str)]
    places = [at for at, text in texts if text == TO_FILL]
    assert len(places) > 10
    number = [("序号",)] if spec.value.get("序号") == "1" else []
    assert [text for at, text in texts if at not in [*places, *number] and text != str(lookup(shown, at))] == []
    marked = [(spec.where(at).position, spoken(at)) for at in places]
    capsys.readouterr()
    assert main(["check", "--format", "json", "specs"]) == 1
    found = [
        (p["line"], p["column"], p["code"], p["severity"]) for p in json.loads(capsys.readouterr().out)["problems"]
    ]
    assert found == [(*place, "G106", "error") for place, _ in marked]
    assert main(["build", "specs/书"]) == 1
    said = "".join(f"{path}:{at[0]}:{at[1]} B105 「{field}」还是【请填】：请换成内容\n" for at, field in marked)
    assert (capsys.readouterr().out, Path("build").exists()) == (said, False)
    edits = [Edit(spec.values[at], scalar(str(lookup(shown, at)))) for at in places]
    path.write_text(apply_edits(spec.source.text, edits), "utf8")
    assert main(["build", "specs/书"]) == 0
    assert main(["fmt", "--check", "specs"]) == 0
    capsys.readouterr()
    main(["check", "--format", "json", "specs"])
    assert [p for p in json.loads(capsys.readouterr().out)["problems"] if p["severity"] == "error"] == []


@pytest.mark.parametrize("name", FILES)
def test_a_built_table_is_well_formed_for_every_office(name):
    """Fixed widths that fill the page, no text under a merge, no row that may be cut, one heading with its bookmark."""
    form = own(name)
    data = build([spec_of({"表样": name} | sample(form.pattern, form.schema))], form).data
    tree = etree.fromstring(zipfile.ZipFile(BytesIO(data)).read("word/document.xml"))
    w = f"{{{tree.nsmap['w']}}}"
    page, margin = next(tree.iter(f"{w}pgSz")), next(tree.iter(f"{w}pgMar"))
    room = int(page.get(f"{w}w")) - int(margin.get(f"{w}left")) - int(margin.get(f"{w}right"))
    for table in tree.iter(f"{w}tbl"):
        columns = [int(column.get(f"{w}w")) for column in table.iter(f"{w}gridCol")]
        assert sum(columns) == room
        for row in table.iterchildren(f"{w}tr"):
            at = 0
            assert row.find(f"{w}trPr/{w}cantSplit") is not None
            for cell in row.iterchildren(f"{w}tc"):
                span = cell.find(f"{w}tcPr/{w}gridSpan")
                count = 1 if span is None else int(span.get(f"{w}val"))
                assert int(cell.find(f"{w}tcPr/{w}tcW").get(f"{w}w")) == sum(columns[at : at + count])
                at += count
                merge = cell.find(f"{w}tcPr/{w}vMerge")
                assert merge is None or merge.get(f"{w}val") == "restart" or not "".join(cell.itertext()).strip()
            assert at == len(columns)
    styles = [style.get(f"{w}val") for style in tree.iter(f"{w}pStyle")]
    assert styles.count("Heading1") == 1
    assert len(list(tree.iter(f"{w}pageBreakBefore"))) == len(list(tree.iter(f"{w}bookmarkStart"))) == 1


@pytest.mark.slow
def test_a_form_dropped_into_a_folder_is_picked_up(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for folder, suffix in (("templates", ".docx"), ("schemas", ".schema.json")):
        (tmp_path / folder).mkdir()
        shutil.copy(ROOT / folder / f"mof-2015-unit{suffix}", tmp_path / folder / f"我的表{suffix}")
    schema = tmp_path / "schemas/我的表.schema.json"
    schema.write_text(schema.read_text("utf8").replace("mof-2015-unit", "我的表"), "utf8")
    assert main(["form", "check", "templates/我的表.docx"]) == 0
    assert main(["new", "--example", "--form", "我的表", "-o", "specs/书/01.yaml"]) == 0
    assert main(["check", "specs"]) in (0, 1)
    assert main(["build", "specs/书"]) == 0
    assert main(["read", "build/书.docx", "-o", "回"]) == 0
    (path,) = Path("回").iterdir()
    (back,) = specs_in(tmp_path / "回")
    (spec,) = specs_in(tmp_path / "specs/书")
    assert (back.value, path.name) == (spec.value, "01-市机关事务管理局.yaml")
    (mine,) = layouts("我的表", form_files([tmp_path])["我的表"])

    @settings(max_examples=5, suppress_health_check=list(HealthCheck))
    @given(values(mine, WORDS))
    def hold(value):
        data = build([spec_of(value)], mine).data
        assert [spec.value for spec in read(data, "例.docx", [mine]).specs] == [value]
        assert build([spec_of(value)], mine).data == data

    hold()


def test_form_check_lists_where_each_field_stands_and_writes_findings_as_comments(tmp_path, capsys):
    template = ROOT / "templates/mof-2021-core.docx"
    assert main(["form", "check", str(template)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == f"{template} 可用：12 个栏位，另有 2 个不印（年度、序号）"
    assert out[1:4] == [
        "  项目名称：第3段",
        "  绩效指标.一级指标：表1 第3行第1列",
        "  绩效指标.二级指标：表1 第3行第2列",
    ]
    document = docx.Document(template)
    document.paragraphs[0].runs[0].text = "｛｛ 年度 ｝｝核心绩效指标表"
    document.tables[0].rows[0].cells[2].paragraphs[0].runs[0].text = "{{ 项目名 "
    (tmp_path / "templates").mkdir()
    broken, noted = tmp_path / "templates/核心.docx", tmp_path / "批注.docx"
    document.save(broken)
    shutil.copy(ROOT / "schemas/mof-2021-core.schema.json", tmp_path / "templates/核心.schema.json")
    assert main(["form", "check", str(broken), "--annotate", str(noted)]) == 1
    told = [
        "F103 「｛｛ 年度 ｝｝核心绩效指标表」不是完整的标签；应写成半角：{{ 年度 }}核心绩效指标表",
        "F103 「{{ 项目名」不是完整的标签；标签要用 {{ … }} 或 {%p … %} 成对写在同一段里",
    ]
    captured = capsys.readouterr()
    assert captured.out.splitlines() == [f"{broken} 第1段 {told[0]}", f"{broken} 表1 第1行第3列 {told[1]}"]
    assert captured.err == f"已写 {noted}：2 条批注\n"
    with zipfile.ZipFile(noted) as archive:
        comments = etree.fromstring(archive.read("word/comments.xml"))
        body = etree.fromstring(archive.read("word/document.xml"))
    assert ["".join(comment.itertext()) for comment in comments] == told
    starts = ["".join(mark.getparent().itertext("{*}t")) for mark in body.iter("{*}commentRangeStart")]
    assert starts == ["｛｛ 年度 ｝｝核心绩效指标表", "{{ 项目名 "]
    assert docx.Document(noted).paragraphs[0].text == "｛｛ 年度 ｝｝核心绩效指标表"
    assert main(["form", "check", str(broken), "--annotate", str(broken)]) == 2
    assert capsys.readouterr().err.endswith(f"错误：--annotate 要写到另一个文件，不能是模板 {broken} 自己\n")


def test_form_check_of_a_variant_and_of_a_form_that_does_not_print_what_is_required(tmp_path, capsys):
    assert main(["form", "check", str(ROOT / "templates/mof-2015-project.qingshan.docx")]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first.endswith(" 可用：21 个栏位，另有 3 个不印（序号、中期年份、备注）；只读")
    shutil.copy(ROOT / "templates/mof-2021-core.docx", tmp_path / "核心.docx")
    schema = json.loads((ROOT / "schemas/mof-2021-core.schema.json").read_bytes())
    schema["required"].append("年度")
    (tmp_path / "核心.schema.json").write_text(json.dumps(schema), "utf8")
    assert main(["form", "check", str(tmp_path / "核心.docx")]) == 0
    assert capsys.readouterr().out.splitlines()[0] == (
        f"{tmp_path / '核心.docx'} F114 「年度」必填，模板没有打印它：goalgen 生成的文件带着它，"
        "读别处来的文件时要用 --set 年度=… 给出（提示）"
    )


LANGUAGE = {"表样", "合并"}
"""The two words that the engine knows."""
COMMON = {"年度", "绩效目标", "绩效目标表", "100"}
"""Words of forms that are ordinary ones too: what the tool is for, and years."""


def names_and_labels():
    found = set(FILES)

    def visit(part):
        for key, child in part.get("properties", {}).items():
            found.add(key)
            visit(child.get("items", child))

    for name in FILES:
        visit(own(name).schema)
        for layout in layouts(name):
            for node in nodes(layout.pattern):
                found |= {label for label in getattr(node, "labels", ()) if label and len(label) > 1}
                found |= {
                    normalise_label(part.text)
                    for part in nodes(getattr(node, "content", ()))
                    if isinstance(node, ParagraphPattern) and isinstance(part, Literal) and len(part.text) > 3
                }
    return {word for word in found if len(word) > 1} - LANGUAGE - COMMON


@pytest.mark.slow
def test_no_name_and_no_label_of_a_form_stands_in_the_package():
    """But in the rules, and in the examples of the command line's help."""
    words = names_and_labels()
    assert {"tianjin-2022", "绩效指标", "总体目标", "指标值", "项目名称"} <= words
    rules = {"rules", "view", "value", "arguments"}
    for path in sorted((ROOT / "goalgen").rglob("*.py")):
        if rules & set(path.parts):
            continue
        tree = ast.parse(path.read_text("utf8"))
        prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
                assert [word for word in words if word in node.value] == [], f"{path}:{node.lineno}"


def test_every_field_has_a_meaning_and_synonyms_stand_in_the_vocabulary_only():
    def visit(name, part):
        for key, child in part.get("properties", {}).items():
            meaning = child.get(MEANING_KEY)
            assert meaning is None or meaning in meanings(), (name, key)
            assert meaning or meaning_of_label(key) or key == "表样", (name, key)
            assert meaning is None or meaning != meaning_of_label(key), f"{name} {key}: its name says so"
            assert {"title", "description"} <= set(child), (name, key)
            assert "例：" in child["description"], (name, key)
            visit(name, child.get("items", child))

    for name in FILES:
        visit(name, own(name).schema)


def code(language):
    """The blocks of a language in the cookbook."""
    text = (ROOT / "docs/cookbook.md").read_text("utf8")
    return [block.split("\n```")[0] for block in text.split(f"```{language}\n")[1:]]


@pytest.mark.slow
def test_the_cookbook_does_what_it_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    shutil.copy(REAL / "hunan_xiangtan_hwc_2023.docx", "去年的表.docx")
    for folder in ("templates", "schemas"):
        Path(folder).mkdir()
    (schema,) = code("json")
    Path("schemas/通知.schema.json").write_text(schema, "utf8")
    task = [["任务名称", "{{ 任务名称 }}"], ["措施", "期限"], ["2>{%tr for 项 in 措施 %}"], ["{{ 项.措施 }}", "{{ 项.期限 }}"], ["2>{%tr endfor %}"]]  # fmt: skip
    Path("templates/通知.docx").write_bytes(word("工作任务表", task))
    for command in "\n".join(code("sh")).splitlines():
        program, *arguments = command.split()
        doubtful = arguments[:2] == ["form", "draft"]
        assert (program, main(arguments)) == ("goalgen", int(doubtful)), (command, capsys.readouterr())
        if doubtful:  # one place, confirmed as the cookbook says
            mine = Path("schemas/我的表.schema.json")
            text = mine.read_text("utf8")
            assert text.count('？",') == 1
            mine.write_text(text.replace('"title": "一级指标？"', '"title": "一级指标"'), "utf8")
    assert [spec.value for spec in specs_in(Path("读回"))] == [spec.value for spec in specs_in(Path("specs/任务"))]
    assert [spec.value["措施"] for spec in specs_in(Path("读回"))] == [[{"措施": "清淤", "期限": "5月底前"}]]
    (was,), (now,) = grid(Path("去年的表.docx").read_bytes()), grid(Path("build/我单位.docx").read_bytes())
    assert now == was


def test_the_cookbook_names_every_code():
    told = (ROOT / "docs/cookbook.md").read_text("utf8")
    used = {
        word for path in (ROOT / "goalgen").rglob("*.py") for word in re.findall(r'"(F1\d\d)"', path.read_text("utf8"))
    }
    assert set(re.findall(r"F1\d\d", told)) == used
