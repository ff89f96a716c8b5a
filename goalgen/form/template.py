"""Form floor: a template as one XML tree in which every tag is a processing instruction.

docxtpl's `patch_xml` first mends tags that Word cut into runs and lifts `{%p … %}` and `{%tr … %}` out of their paragraph
or row. What is left becomes `<?goalgen-block for 项 in 绩效指标?>` between siblings and `<?goalgen-value 项.指标值?>` in
the text, and from then on there is one tree: the pattern is read off it, and, since these are also the delimiters of the
Jinja environment, its serialisation *is* the Jinja source.
"""

from __future__ import annotations

import io
import re
from typing import NamedTuple

from lxml import etree

from goalgen.docx import Package, Row, open_package, parse, walk
from goalgen.docx import names as n
from goalgen.problem import Problem, Where

BLOCK, VALUE = "goalgen-block", "goalgen-value"
BLOCK_TAG, VALUE_TAG = (f"<?{BLOCK} ", "?>"), (f"<?{VALUE} ", "?>")

_TAG = re.compile(r"\{%(?:(?:tr|p)\s)?\s*(?P<block>.*?)%\}|\{\{(?P<value>.*?)\}\}|\{#.*?#\}", re.DOTALL)
_SUSPECT = re.compile(r"[｛{][｛{%％]|[%％}｝][｝}]")
_PER_COPY = {f"{n.W14}paraId", f"{n.W14}textId"}


class Tag(NamedTuple):
    """One tag as it stands in the template, with the place a person finds it at."""

    text: str
    cell: str


class Template(NamedTuple):
    """A template's tree with processing instructions for tags, its other parts, and the tags in reading order."""

    tree: etree._Element
    package: Package
    tags: tuple[Tag, ...]

    def cell_of(self, expression: str) -> str:
        """Where the first tag that holds this expression stands."""
        return next((tag.cell for tag in self.tags if expression in tag.text), "")


def read_template(data: bytes, name: str) -> tuple[Template | None, list[Problem]]:
    """Open a template; tags that cannot be recognised as such are problems with their cell and the way to mend them."""
    package, problems = open_package(data, name)
    if package is None:
        return None, [Problem("F101", p.where, f"模板打不开：{p.message}") for p in problems]
    tags, problems = _tags(package, name)
    for part, content in package.parts.items():
        if re.match(r"word/(header|footer|footnotes|endnotes)\d*\.xml$", part) and b"{{" in content:
            problems.append(Problem("F102", Where(name), f"页眉、页脚和脚注里不能有标签（{part}），请移到正文"))
    if problems:
        return None, problems
    from docxtpl import DocxTemplate  # 0.4 s that only loading a form has to pay

    patcher = DocxTemplate(io.BytesIO(data))
    source = etree.tostring(package.document, encoding="unicode")
    try:
        tree = parse(_TAG.sub(_instruction, patcher.patch_xml(source)).encode())
    except etree.XMLSyntaxError:
        message = "标签的位置不对，拆不开：每个 {%p … %} 要独占一段，每个 {%tr … %} 要独占一行"
        return None, [Problem("F102", Where(name), message)]
    for node in tree.iter(n.P, n.TR):
        for attribute in _PER_COPY & set(node.attrib):
            del node.attrib[attribute]
    return Template(tree, package, tags), []


def _instruction(match: re.Match[str]) -> str:
    block, value = match["block"], match["value"]
    if block is not None:
        return f"<?{BLOCK} {_one_line(block)}?>"
    return f"<?{VALUE} {_one_line(value)}?>" if value is not None else ""


def _one_line(text: str) -> str:
    return " ".join(text.replace("?>", "? >").split())


def _tags(package: Package, name: str) -> tuple[tuple[Tag, ...], list[Problem]]:
    tags: list[Tag] = []
    problems: list[Problem] = []
    for block in walk(package.document):
        places = (
            [(str(block.address(cell)), cell.text) for cell in block.cells]
            if isinstance(block, Row)
            else [(f"第{block.number}段", block.text)]
        )
        for cell, text in places:
            tags += [Tag(match[0], cell) for match in _TAG.finditer(text)]
            rest = _TAG.sub("", text)
            if _SUSPECT.search(rest):
                problems.append(Problem("F103", Where(name, cell=cell), _mend(rest)))
    return tuple(tags), problems


def _mend(text: str) -> str:
    mended = text.translate(str.maketrans("｛｝％", "{}%")).strip()
    advice = f"应写成半角：{mended}" if mended != text.strip() else "标签要用 {{ … }} 或 {% … %} 成对写在同一段里"
    return f"「{text.strip()}」不是完整的标签；{advice}"
