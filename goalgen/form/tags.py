"""Form floor: the tags of a template as a person typed them, before anything is made of them.

Word cuts a tag into runs, which is mended later; what no machine can mend is told here, with its cell and what to type:
full-width braces and curly quotes, half a tag, and tags that would swallow the text around them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import NamedTuple

from jinja2 import Environment, TemplateError
from lxml import etree

from goalgen.docx import Address, Row, children, frame_of, row_cells, walk
from goalgen.docx import names as n
from goalgen.problem import TEXT, Problem, Where

EXAMPLES = "可用的写法：{{ 栏位 }}、{{ 项.栏位|合并 }}、{%tr for 项 in 列表 %}、{%p if 栏位 %}"

_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}")
_SUSPECT = re.compile(r"[｛{][｛{%％]|[%％}｝][｝}]")
_BLOCK = re.compile(r"\{%(?P<level>tr|p|)\s+(?:for|if|endfor|endif)\b.*[^-+]%\}")
_VALUE = re.compile(r"\{\{(?![-+]|(?:tr|tc|p|r)\s).*[^-+]\}\}")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_HALF_WIDTH = str.maketrans("｛｝％｜．“”‘’（）＋－＝　", "{}%|.\"\"''()+-= ")
_NUMBERED = re.compile(r"(?<!\w)\d\w*[^\W\d]\w*")
"""A name that begins with a digit: Jinja, which prints the tags, knows none such."""
_CALLED = re.compile(r"\w\s*[(（]")
_FILTER = re.compile(r"\|\s*\w+\s*\([^()]*\)")
_WRAPPED = re.compile(r"\{\{\s*(?:\"([^\"|]*)\"|'([^'|]*)'|\(([^()|]*)\))\s*\}\}")
"""A value's tag that is one quotation, which would print the name itself, or one bracket."""
Counter = Iterator[int]

_UNITS = {"tr": "行", "p": "段"}


class _Fault(NamedTuple):
    """What is wrong with a tag: the code, the sentence, and the text to write where that can be told."""

    code: str
    sentence: str
    text: str = ""


class _Line(NamedTuple):
    """A paragraph of a template, with the other texts of its row and its table's kind of place."""

    text: str
    cell: str
    row: Sequence[str] | None


def tag_problems(document: etree._Element, name: str) -> list[Problem]:
    """Every tag of the document part that cannot be taken as it is typed."""
    found: list[Problem] = []
    for line in _lines(document):
        faults = [fault for tag in _TAG.findall(line.text) if (fault := _fault(tag) or _misplaced(tag, line))]
        rest = _TAG.sub("", line.text)
        if not faults and _SUSPECT.search(rest):
            faults.append(_mend(line.text))
        found += [Problem(code, Where(name, cell=line.cell), said, text=text) for code, said, text in faults]
    return list(dict.fromkeys(found))


def _lines(document: etree._Element) -> Iterator[_Line]:
    for block in walk(document):
        if not isinstance(block, Row):
            yield _Line(block.text, str(block.address()), None)
            continue
        row = [cell.text for cell in block.cells]
        for cell in block.cells:
            for text in cell.text.split("\n"):
                yield _Line(text, str(block.address(cell)), row)


def _fault(tag: str) -> _Fault | None:
    """What is wrong with a tag wherever it stands."""
    if tag.startswith("{#"):
        return None
    plain = _QUOTED.sub("", tag)
    mended = _half_width(tag)
    if plain != plain.translate(_HALF_WIDTH):
        if _CALLED.search(_FILTER.sub("", mended)):
            return _Fault(
                "F103", f"「{tag}」的栏位名里有括号，标签里不能写：请在 schema 里给这一栏起一个没有括号的名称"
            )
        if fault := _fault(mended):
            return fault
        if not _is_sound(mended):
            return _Fault("F103", f"「{tag}」里有全角的符号，换成半角也不能用：标签里写栏位名，别的写在标签外面")
        return _Fault("F103", f"「{tag}」里有全角的符号，应写成半角：{TEXT}", mended)
    if not (_BLOCK if tag.startswith("{%") else _VALUE).fullmatch(tag):
        return _Fault("F102", f"「{tag}」不在模板语言里。{EXAMPLES}")
    if match := _NUMBERED.search(plain):
        message = f"「{tag}」里的「{match[0]}」以数字开头，标签里不能写：请在 schema 里给这一栏起一个以文字开头的名称"
        return _Fault("F102", message)
    return None


def _half_width(text: str) -> str:
    """A text with its tags as they are to be typed."""
    return _WRAPPED.sub(
        lambda match: f"{{{{ {next(filter(None, match.groups()), '').strip()} }}}}", text.translate(_HALF_WIDTH)
    )


def _is_sound(tag: str) -> bool:
    """Whether Jinja, which prints the tags, can read one, and no bracket is part of a name in it."""
    if _CALLED.search(_FILTER.sub("", tag)):
        return False
    if not tag.startswith("{{"):
        return True
    try:
        Environment(autoescape=True).parse(tag)
    except TemplateError:
        return False
    return True


def _misplaced(tag: str, line: _Line) -> _Fault | None:
    """What is wrong with a block tag where it stands: it takes the place of its whole paragraph or row."""
    match = _BLOCK.fullmatch(tag)
    if match is None:
        return None
    level = match["level"]
    if not level:
        return _Fault("F102", f"「{tag}」不能写在一段文字中间；循环和条件要独占一段（{{%p …%}}）或一行（{{%tr …%}}）")
    if level == "tr" and line.row is None:
        return _Fault("F102", f"「{tag}」要写在表格里，独占一行")
    texts = [line.text] if level == "p" or line.row is None else line.row
    beside = "".join(texts).replace(tag, "", 1).strip()
    if beside:
        return _Fault("F102", f"「{tag}」要独占一{_UNITS[level]}；同一{_UNITS[level]}里还有「{beside}」，会被吞掉")
    return None


def _mend(text: str) -> _Fault:
    mended = _half_width(text).strip()
    whole = (
        mended != text.strip()
        and not _SUSPECT.search(_TAG.sub("", mended))
        and not any(map(_fault, _TAG.findall(mended)))
        and all(map(_is_sound, _TAG.findall(mended)))
    )
    said = f"「{text.strip()}」不是完整的标签；"
    if whole:
        return _Fault("F103", f"{said}应写成半角：{TEXT}", mended)
    return _Fault("F103", f"{said}标签要用 {{{{ … }}}} 或 {{%p … %}} 成对写在同一段里")


def places(body: etree._Element) -> Callable[[etree._Element], str]:
    """What tells where a node of a mended body stands in the Word file, walking it once; a tag that was lifted out of its
    paragraph or row still counts as one."""
    found: dict[etree._Element, Address] = {}
    for address, block in _blocks(body, count(1), count(1)):
        found[block] = address
        if block.tag == n.TR:
            found |= {cell.node: address._replace(column=cell.column) for cell in row_cells(block, {})}

    def place(node: etree._Element) -> str:
        return next((str(found[each]) for each in (node, *node.iterancestors()) if each in found), "")

    return place


def _blocks(
    container: etree._Element, paragraphs: Counter, tables: Counter
) -> Iterator[tuple[Address, etree._Element]]:
    """The paragraphs and rows of a body or a frame in reading order, and lifted tags, counted as reading counts them."""
    for block in children(container):
        if block.tag == n.P or _lifted(block):
            yield Address(paragraph=next(paragraphs)), block
        elif block.tag == n.TBL:
            number, row = next(tables), 0
            for tr in children(block):
                frame = frame_of(tr) if tr.tag == n.TR else None
                if frame is not None:
                    yield from _blocks(frame, paragraphs, tables)
                elif tr.tag == n.TR or _lifted(tr):
                    row += 1
                    yield Address(number, row), tr


def _lifted(node: etree._Element) -> bool:
    return isinstance(node, etree._ProcessingInstruction)
