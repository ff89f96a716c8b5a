"""How the time of each verb grows with its input: sizes n, 2n, 4n, 8n of each kind, as a Markdown table.

Each run is a process of its own, forked when all is imported; what counts is its CPU time, less that of next to no input.
Each has a cache of its own, in which only the packaged forms are proven: what a run before it found out is not told again.
What is quick at n is begun larger.
Sizes take turns, so that a busy machine slows all of them, and the quickest of the rounds counts. The exponent is that of the
last doubling that is not refused, from at least 0.1 s (— is: too quick to matter): 1.0 grows as the input does, 2.0 is quadratic. A fault is an exponent above 1.1, or
more than a minute; what refuses is named with its code or its words instead.

Run: python bench/growth.py [--rounds 2] [--times 1] [words that the verb or the kind must have ...]
"""

from __future__ import annotations

import argparse
import io
import math
import os
import re
import resource
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT)]

from goalgen import lsp  # noqa: E402
from goalgen.cli import build, check, draft, form, main, read, roll, survey  # noqa: E402, F401  before the fork
from goalgen.desk.forms import Forms  # noqa: E402
from goalgen.docx import DOCUMENT  # noqa: E402
from goalgen.form import form_files, load_form  # noqa: E402
from goalgen.spec import load  # noqa: E402
from goalgen.text import Source, Span  # noqa: E402
from goalgen.verbs.build import build as render  # noqa: E402

SIZES, SECONDS, MEMORY, MOST = (1, 2, 4, 8), 60, 4 << 30, 1.1
LEAST, LARGEST = 0.1, 300_000
"""Seconds that n is to take, or it is doubled; bytes of an input for which it is not."""
SPEC = next((ROOT / "specs/331201/2022").glob("08*.yaml")).read_text("utf8")
FORM = load_form(form_files([ROOT])["tianjin-2022"])[0]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
Make = Callable[[int], str]


class Kind(NamedTuple):
    """A kind of input: its name, the size n, and the spec or the parts of the Word file that it makes of a size."""

    name: str
    size: int
    make: Callable[[int], str | bytes | list[str] | list[bytes]]


def rows(size: int) -> str:
    row = "- 一级指标: 产出指标\n  二级指标: 数量指标\n  三级指标: 第{0}次会议\n  绩效指标描述: 会议{0}\n  指标值: ≥{0}场次\n"
    return SPEC + "".join(map(row.format, range(10, size + 10)))


def goals(size: int) -> str:
    return SPEC.replace(
        "绩效指标:\n",
        "".join(f"- 完成第{number}次培训，参训{number}人次\n" for number in range(size)) + "绩效指标:\n",
        1,
    )


def value(text: str, field: str = "≥10场次") -> Make:
    """A field that holds a text so many times."""
    return lambda size: SPEC.replace(field, text * size, 1)


def quoted(text: str) -> Make:
    return lambda size: SPEC.replace("≥10场次", f'"甲{text * size}乙"', 1)


def goal(text: str) -> Make:
    return lambda size: SPEC.replace("绩效目标:\n- ", f"绩效目标:\n- {text * size}", 1)


def lines(*more: str) -> Make:
    """The spec and so many lines more, with their number, before, and text behind them."""
    return lambda size: SPEC + "".join(more[0].format(number) for number in range(size)) + "".join(more[1:])


def before(line: str) -> Make:
    return lambda size: SPEC.replace("绩效目标:", line * size + "绩效目标:", 1)


def inline(size: int) -> str:
    keys = ", ".join(f"键{number}: 值" for number in range(size))
    return f"{SPEC}- {{一级指标: 产出指标, {keys}}}\n"


def commented(size: int) -> str:
    return re.sub(r"(?m)^(  指标值: .*)$", r"\1  # 说明", rows(size))


SPECS = [
    Kind("行", 250, rows),
    Kind("目标", 500, goals),
    Kind("行，各带注释", 250, commented),
    Kind("注释行", 5000, before("# 说明\n")),
    Kind("空行", 20000, before("\n")),
    Kind("一行里的注释", 20000, lambda size: SPEC.replace("≥10场次", f"≥10场次 {'#说 ' * size}", 1)),
    Kind("不认识的键", 2500, lines("\n键{0}: 值")),
    Kind("一行里不认识的键", 2500, inline),
    Kind("重复的键", 2500, lines("\n键: 值{0}")),
    Kind("每行的不认识的键", 250, lambda size: rows(size).replace("  指标值:", "  指标直:")),
    Kind("全角冒号的行", 1000, lines("\n键{0}：值")),
    Kind("没有读完的 YAML", 1000, lines("键{0}: 值: 值\n")),
    Kind("制表符缩进的行", 1000, lines("- 甲: 乙{0}\n\t丙: 丁\n")),
    Kind("流式列表", 5000, lambda size: f"{SPEC}其他: [{'甲, ' * size}]\n"),
    Kind(
        "流式对照表", 2500, lambda size: f"{SPEC}其他: {{{', '.join(f'键{number}: 值' for number in range(size))}}}\n"
    ),
    Kind("流式的层", 5000, lambda size: f"{SPEC}其他: {'[' * size}\n"),
    Kind(
        "块的层", 150, lambda size: f"{SPEC}其他:\n" + "".join(f"{' ' * (number + 1)}甲:\n" for number in range(size))
    ),
    Kind("别名", 2500, lambda size: f"{SPEC}其他: &甲 [乙]\n另外: [{'*甲, ' * size}]\n"),
    Kind("字面块", 1000, lines("\n甲{0}: |-\n  第一段\n  第二段")),
    Kind("折行的值", 2500, lambda size: SPEC.replace("≥10场次", "≥10场次\n    再接" * size, 1)),
    Kind("值里的汉字", 50000, value("字")),
    Kind("值里的换段", 5000, quoted("\\n")),
    Kind("值里的换行", 12500, quoted("\\v")),
    Kind("值里的转义", 10000, quoted("\\u0007")),
    Kind("值里看不见的字符", 10000, value("甲\u200b")),
    Kind("值里的（", 25000, value("（")),
    Kind("值里的≥", 50000, value("≥")),
    Kind("值里的≧", 1000, value("≧", "≥10")),
    Kind("值里的半角标点", 1000, value("培训,会议;")),
    Kind("引号里的（", 5000, quoted("（\\t")),
    Kind("值里的数字", 50000, value("7", "10场次")),
    Kind("值里的数", 5000, value("≥5个、")),
    Kind("值里的日期", 5000, value("2022年12月31日前")),
    Kind("值里的空格", 25000, quoted(" ")),
    Kind("值里的引号", 25000, value("“甲”")),
    Kind("目标里的数", 5000, goal("培训50人次，")),
    Kind("目标里的字", 50000, goal("字")),
    Kind("目标里的编号", 5000, goal("1.甲；")),
]


Parts = dict[str, str]


def built() -> Parts:
    """The parts of the Word file of the spec."""
    spec, problems = load(Source("例.yaml", SPEC))
    assert spec is not None, problems
    assert FORM is not None
    data = render([spec], FORM).data
    assert data is not None
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def template() -> Parts:
    """The parts of the template."""
    with zipfile.ZipFile(ROOT / "templates/tianjin-2022.docx") as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def packed(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def related(parts: Parts, name: str, kind: str, content: str) -> Parts:
    """A part more, with the relationship that makes it count."""
    links, types = "word/_rels/document.xml.rels", "[Content_Types].xml"
    uri = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    mime = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
    link = f'<Relationship Id="rMore" Type="{uri}" Target="{name}.xml"/></Relationships>'
    override = f'<Override PartName="/word/{name}.xml" ContentType="{mime}"/></Types>'
    return {
        **parts,
        links: parts[links].replace("</Relationships>", link),
        types: parts[types].replace("</Types>", override),
        f"word/{name}.xml": f"{HEAD}{content}",
    }


def put(where: str, xml: str, *, after: bool = False) -> Callable[[Parts, int], Parts]:
    """So many times the XML in front of a text of the document part, or behind it; {0} in it is the number."""

    def change(parts: Parts, size: int) -> Parts:
        text = parts[DOCUMENT]
        place = where if where in text else where.replace(TEXT, "{{ 资金用途 }}")
        assert place in text, place
        more = "".join(xml.replace("{0}", str(number)) for number in range(1, size + 1))
        return {**parts, DOCUMENT: text.replace(place, place + more if after else more + place, 1)}

    return change


def last_row(parts: Parts, size: int) -> Parts:
    text = parts[DOCUMENT]
    start, end = text.rindex("<w:tr>"), text.rindex("</w:tr>") + 7
    row = text[start:end]
    for merged in ('<w:vMerge w:val="restart"/>', "<w:vMerge/>"):
        row = row.replace(merged, "")
    return {**parts, DOCUMENT: text[:end] + row * size + text[end:]}


def projects(parts: Parts, size: int) -> Parts:
    text = parts[DOCUMENT]
    start, end = text.index("<w:body>") + 8, text.rindex("<w:sectPr")
    return {**parts, DOCUMENT: text[:start] + text[start:end] * size + text[end:]}


def comments(parts: Parts, size: int) -> Parts:
    marks = (
        '<w:commentRangeStart w:id="{0}"/><w:commentRangeEnd w:id="{0}"/><w:r><w:commentReference w:id="{0}"/></w:r>'
    )
    comment = '<w:comment w:id="{0}" w:author="甲" w:date="2024-01-01T00:00:00Z"><w:p><w:r><w:t>核{0}</w:t></w:r></w:p></w:comment>'
    texts = "".join(comment.replace("{0}", str(number)) for number in range(1, size + 1))
    changed = put(GOAL, marks)(parts, size)
    return related(changed, "comments", "comments", f"<w:comments {W}>{texts}</w:comments>")


def chain(parts: Parts, size: int) -> Parts:
    style = '<w:style w:type="paragraph" w:styleId="L{0}"><w:basedOn w:val="L{1}"/></w:style>'
    styles = "".join(style.replace("{0}", str(n)).replace("{1}", str(n + 1)) for n in range(size))
    text = parts[DOCUMENT].replace('<w:pStyle w:val="TableText"/>', '<w:pStyle w:val="L0"/>')
    name = "word/styles.xml"
    return {**parts, DOCUMENT: text, name: parts[name].replace("</w:styles>", f"{styles}</w:styles>")}


def lists(parts: Parts, size: int) -> Parts:
    level = '<w:abstractNum w:abstractNumId="{0}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    number = '<w:num w:numId="{0}"><w:abstractNumId w:val="{0}"/></w:num>'
    texts = "".join(each.replace("{0}", str(n)) for each in (level, number) for n in range(1, size + 1))
    text = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{0}"/></w:numPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>'
    )
    changed = put("<w:sectPr", text)(parts, size)
    return related(changed, "numbering", "numbering", f"<w:numbering {W}>{texts}</w:numbering>")


def notes(parts: Parts, size: int) -> Parts:
    reference = '<w:r><w:footnoteReference w:id="{0}"/></w:r>'
    note = '<w:footnote w:id="{0}"><w:p><w:r><w:t>注{0}</w:t></w:r></w:p></w:footnote>'
    texts = "".join(note.replace("{0}", str(number)) for number in range(1, size + 1))
    changed = put(GOAL, reference)(parts, size)
    return related(changed, "footnotes", "footnotes", f"<w:footnotes {W}>{texts}</w:footnotes>")


RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
TEXT = "科技系统干部教育培训有关费用"
GOAL = RUN.format(TEXT)
AUTHOR = 'w:id="{0}" w:author="甲" w:date="2024-01-01T00:00:00Z"'
FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
CLOSED = f'{FIELD}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{RUN.format("1")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
CELL = "<w:tc><w:tcPr/><w:p><w:r><w:t>甲{0}</w:t></w:r></w:p></w:tc>"
TABLE = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{CELL * 3}</w:tr><w:tr>{CELL * 3}</w:tr></w:tbl><w:p/>"
FORMS: list[tuple[str, int, Callable[[Parts, int], Parts]]] = [
    ("行", 250, last_row),
    ("项目", 10, projects),
    ("表外的段", 2500, put("<w:sectPr", "<w:p><w:r><w:t>说明{0}</w:t></w:r></w:p>")),
    ("空段", 10000, put("<w:sectPr", "<w:p/>")),
    ("别的表", 250, put("<w:sectPr", TABLE)),
    (
        "别的表的行",
        500,
        lambda p, n: put("<w:sectPr", f"<w:tbl><w:tblPr/><w:tblGrid/>{f'<w:tr>{CELL * 5}</w:tr>' * n}</w:tbl><w:p/>")(
            p, 1
        ),
    ),
    (
        "格里的段",
        1000,
        put(f'<w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr>{GOAL}', "<w:p><w:r><w:t>第{0}段</w:t></w:r></w:p>"),
    ),
    ("格里的字", 50000, put(TEXT, "字")),
    ("格里的换行", 5000, put(GOAL, "<w:r><w:t>甲</w:t><w:br/></w:r>")),
    ("格里的（", 25000, put(TEXT, "（")),
    ("格里的数", 5000, put("≥10场次", "≥{0}个、")),
    ("目标里的数", 5000, put("深入贯彻", "培训{0}人次，")),
    ("文字块", 5000, put(GOAL, RUN.format("甲"))),
    ("书签", 5000, put(GOAL, '<w:bookmarkStart w:id="{0}" w:name="b{0}"/><w:bookmarkEnd w:id="{0}"/>')),
    ("域", 1000, put(GOAL, CLOSED)),
    ("没有结束的域", 2500, put(GOAL, FIELD)),
    ("简单域", 1000, put(GOAL, f'<w:fldSimple w:instr="PAGE">{RUN.format("1")}</w:fldSimple>')),
    ("插入", 2500, put(GOAL, f"<w:ins {AUTHOR}>{RUN.format('甲')}</w:ins>")),
    ("删除", 2500, put(GOAL, f"<w:del {AUTHOR}><w:r><w:delText>甲</w:delText></w:r></w:del>")),
    ("隐藏文字", 2500, put(GOAL, "<w:r><w:rPr><w:vanish/></w:rPr><w:t>甲</w:t></w:r>")),
    ("批注", 1000, comments),
    ("脚注", 1000, notes),
    ("样式的链", 250, chain),
    ("编号", 500, lists),
    ("图形", 1000, put(GOAL, "<w:r><w:drawing/></w:r>")),
    ("内容控件", 2500, put(GOAL, f"<w:sdt><w:sdtContent>{RUN.format('甲')}</w:sdtContent></w:sdt>")),
    ("表里的表", 250, put(f'<w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr>{GOAL}', TABLE)),
    ("一行的格", 500, put("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>", CELL, after=True)),
]
WORDS = [Kind(name, size, lambda size, make=make: packed(make(BUILT, size))) for name, size, make in FORMS]
BUILT, TEMPLATE = built(), template()


def tags(size: int) -> bytes:
    return packed(put("<w:sectPr", "<w:p><w:r><w:t>第{0}项：{{ 第{0}项 }}</w:t></w:r></w:p>")(TEMPLATE, size))


def books(size: int) -> list[str]:
    order, name = '序号: "8"', "项目名称: "
    return [SPEC.replace(order, f'序号: "{n}"').replace(name, f"{name}第{n}期") for n in range(size)]


def some(kinds: Sequence[Kind], *names: str) -> list[Kind]:
    return [kind for kind in kinds if kind.name in names]


BOOK, FILES = Kind("项目", 10, books), Kind("文件", 10, lambda size: [packed(BUILT)] * size)
FIT = [Kind(name, size, lambda size, make=make: packed(make(TEMPLATE, size))) for name, size, make in FORMS]
LABELS = Kind("标签", 50, tags)
YAML, WORD = "specs/例", "in"
LONG = ("行", "目标", "行，各带注释", "注释行", "不认识的键", "字面块", "值里的汉字", "值里的换段")
WRONG = ("没有读完的 YAML", "全角冒号的行", "值里看不见的字符", "流式列表", "值里的≥")
TABLES = ("行", "项目", "表外的段", "别的表", "格里的段", "格里的字", "文字块", "域", "插入", "批注", "样式的链")
VERBS: list[tuple[str, list[str], Sequence[Kind]]] = [
    ("check YAML", ["check", YAML, "--jobs", "1"], [BOOK, *SPECS]),
    ("check Word", ["check", f"{WORD}/1.docx"], WORDS),
    ("lsp didChange", [], some(SPECS, *LONG, *WRONG, "空行")),
    ("check --fix", ["check", "--fix", YAML], [BOOK, *some(SPECS, *LONG, *WRONG)]),
    ("fmt", ["fmt", YAML], [BOOK, *some(SPECS, *LONG, "流式列表", "别名")]),
    ("build", ["build", YAML, "--jobs", "1"], [BOOK, *some(SPECS, *LONG)]),
    ("roll", ["roll", YAML, "--to", "2023", "-o", "out"], [BOOK, *some(SPECS, *LONG)]),
    ("read", ["read", WORD, "-o", "out", "--jobs", "1"], [FILES, *some(WORDS, *TABLES)]),
    ("survey", ["survey", WORD, "--jobs", "1"], [FILES, *some(WORDS, *TABLES)]),
    ("show", ["show", f"{WORD}/1.docx"], some(WORDS, *TABLES)),
    ("check --annotate", ["check", f"{WORD}/1.docx", "--annotate", "out.docx"], some(WORDS, *TABLES)),
    ("form draft", ["form", "draft", f"{WORD}/1.docx", "-o", "templates/x.docx"], some(WORDS, *TABLES)),
    ("form check", ["form", "check", "templates/x.docx"], [LABELS, *some(FIT, *TABLES[2:])]),
]


class Run(NamedTuple):
    """CPU seconds, the largest memory in MB, what was refused, if anything, and the bytes of the input."""

    seconds: float
    memory: int
    refused: str
    size: int


def lay_out(kind: Kind, size: int, verb: str) -> None:
    """Write the input into the current folder."""
    made = kind.make(size)
    is_spec = isinstance(made, str) or (isinstance(made, list) and isinstance(made[0], str))
    for number, each in enumerate(made if isinstance(made, list) else [made], 1):
        path = Path(YAML, f"{number}.yaml") if is_spec else Path(WORD, f"{number}.docx")
        if verb == "form check":
            path = Path("templates/x.docx")
            Path("schemas").mkdir()
            Path("schemas/x.schema.json").write_bytes((ROOT / "schemas/tianjin-2022.schema.json").read_bytes())
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(each if isinstance(each, bytes) else each.encode())


def change() -> None:
    """What the language server does when the text of a document changes, and its editor asks for what can be mended."""
    path = Path(YAML, "1.yaml").absolute()
    desk = lsp.Desk()
    sheet = desk.look(path.as_uri(), path.read_text("utf8"), "utf-16")
    lsp.diagnostics(sheet)
    for problem in sheet.problems:
        print(problem)
    lsp.actions(path.as_uri(), sheet, sheet.text.range(Span(0, 1)))


def prove(cache: Path) -> None:
    """Fill a cache with what is known of the packaged forms, and nothing else."""
    os.environ["XDG_CACHE_HOME"] = str(cache)
    forms = Forms()
    forms.usable()
    for name in forms.names:
        forms.form(name)
        forms.schema(name)


def measured(verb: str, command: list[str], kind: Kind, size: int, proven: Path) -> Run:
    """One run, in a process, a folder and a cache of its own."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as cache:
        shutil.copytree(proven, cache, dirs_exist_ok=True)
        os.environ["XDG_CACHE_HOME"] = cache
        os.chdir(folder)
        lay_out(kind, size, verb)
        size_on_disk = sum(path.stat().st_size for path in Path().rglob("*.*") if path.is_file())
        child = os.fork()
        if not child:
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            told = os.open("told", os.O_WRONLY | os.O_CREAT)
            os.dup2(told, 1)
            os.dup2(told, 2)
            sys.stdout = sys.stderr = os.fdopen(told, "w", encoding="utf8", errors="replace")
            main(command) if command else change()
            sys.stdout.flush()
            os._exit(0)
        _, status, used = os.wait4(child, 0)
        os.chdir(ROOT)
        told = (Path(folder) / "told").read_text("utf8", "replace")
    refused = "超过一分钟" if os.WIFSIGNALED(status) else refusal(told)
    return Run(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, refused, size_on_disk)


def refusal(told: str) -> str:
    """The code or the words by which an input was refused for its size."""
    if match := re.search(r"没有处理完[^\n]{0,60}|自己出了错[^\n]*|Traceback", told):
        return match[0]
    match = re.search(r"\b([FR]\d\d\d|S1\d\d|G008) [^\n]*(?:超过|最多|太深|太多|太长|太大|没有打开)", told)
    return match[1] if match else "没有打开" if "没有打开" in told else ""


def exponent(runs: Sequence[tuple[int, float]]) -> float | None:
    """The power of the size that the seconds grow with, over the last doubling: what begins once, or lies in a cache while it
    is small, shows in the first."""
    (less, before), (more, after) = runs[-2:] if len(runs) > 1 else ((1, 0.0), (2, 0.0))
    return math.log(after / before) / math.log(more / less) if before >= LEAST else None


def lines_of(verb: str, command: list[str], kind: Kind, rounds: int, times: int, proven: Path) -> tuple[str, bool]:
    """The row of the table of a verb and a kind, and whether it is a fault."""
    base = measured(verb, command, kind, 1, proven).seconds
    least = kind.size * times
    while (first := measured(verb, command, kind, least, proven)).seconds - base < LEAST and not first.refused:
        if first.size > LARGEST:
            break
        least *= 2
    sizes = [least * each for each in SIZES]
    best: dict[int, Run] = {}
    for _ in range(rounds):
        for size in [1, *sizes]:
            if not best.get(size, Run(0, 0, "", 0)).refused:
                run = measured(verb, command, kind, size, proven)
                best[size] = min(best.get(size, run), run)
    base = best[1].seconds
    grown = [
        (best[size].size if kind in SPECS else size, best[size].seconds - base)
        for size in sizes
        if not best[size].refused
    ]
    power = exponent(grown)
    words = sorted({run.refused for run in best.values() if run.refused})
    broken = any(re.search("超过一分钟|自己|Traceback", each) for each in words)
    fault = broken or (power or 0) > MOST or best[sizes[-1]].memory > 2048
    cells = [best[size].refused or f"{best[size].seconds - base:.2f}" for size in sizes]
    shown = "—" if power is None else f"{power:.2f}"
    memory = max(run.memory for run in best.values())
    return (
        f"| {verb} | {kind.name} | {sizes[0]} | {' | '.join(cells)} | {memory} | {shown}{' ✗' if fault else ''} |",
        fault,
    )


def cases(words: list[str]) -> Iterator[tuple[str, list[str], Kind]]:
    for verb, command, kinds in VERBS:
        for kind in kinds:
            if not words or any(word in (verb, kind.name) for word in words):
                yield verb, command, kind


def run() -> int:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rounds", type=int, default=2)
    arguments.add_argument("--times", type=int, default=1)
    arguments.add_argument("words", nargs="*")
    given = arguments.parse_args()
    print("| 命令 | 内容 | n | n 秒 | 2n 秒 | 4n 秒 | 8n 秒 | MB | 指数 |\n|---|---|---|---|---|---|---|---|---|")
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        prove(Path(folder))
        for verb, command, kind in cases(given.words):
            line, fault = lines_of(verb, command, kind, given.rounds, given.times, Path(folder))
            print(line, flush=True)
            faults += fault
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(run())
