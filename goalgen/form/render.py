"""Form floor: the template's tree compiled once to a Jinja template, and rendered with specs (law L5).

The docx is the source of everything but `word/document.xml` and the part that carries what the form does not print.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateRuntimeError
from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.limits import MAX_XML
from goalgen.docx.parts import escaped, quoted
from goalgen.form.derive import MERGE
from goalgen.form.expression import environment
from goalgen.form.template import BLOCK, VALUE, Template

_AT_ONCE = 1000
"""So many pieces are written before their size is looked at."""
_START, _END = "<?goalgen-cut start?>", "<?goalgen-cut end?>"
_COPY = "_copy"
_FOUR_DIGITS = f"'%04d'|format({_COPY})"
_TC_PR_BEFORE_MERGE = {f"{n.W}{tag}" for tag in ("cnfStyle", "tcW", "gridSpan", "hMerge")}
_MERGED = re.compile(rf"(\w+)\.(\w+(?:\.\w+)*)\s*\|\s*{MERGE}")
_IF = re.compile(r"^if (\S+)$")
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
_SPECIAL = re.compile(r"[\t\n\v\f]")


class Renderer:
    """A compiled template: `document(values)` is `word/document.xml` with one copy of the body for each value."""

    def __init__(self, template: Template) -> None:
        tree = copy.deepcopy(template.tree)
        body = next(tree.iterchildren(n.BODY))
        self._breaks: list[str] = []
        for node in body.iter(etree.PI):
            node.text = _IF.sub(r"if (\1|default(''))", node.text or "")
        for row in list(body.iter(n.TR)):
            _merge_cells(row)
        for cell in list(body.iter(n.TC)):
            _keep_paragraph(cell)
        for text in {id(node.getparent()): node.getparent() for node in body.iter(etree.PI)}.values():
            if text is not None and text.tag == n.T:
                self._fill(text)
        marks = _number_marks(body)
        head, source, tail = _cut(tree, body)
        for mark, replacement in marks.items():
            source = source.replace(f'"{mark}"', f'"{replacement}"')
        env = environment().overlay()
        env.filters = {**env.filters, "fill": self._print}
        self._body: JinjaTemplate = env.from_string(source)
        self.head, self.tail = head, tail

    def document(self, values: Iterable[Mapping[str, Any]]) -> bytes:
        """The document part. Raises as `copies` does."""
        return "".join([self.head, *self.copies(values), self.tail]).encode()

    def copies(self, values: Iterable[Mapping[str, Any]]) -> Iterator[str]:
        """What stands between `head` and `tail`: one copy of the body for each value, none of them larger than a document part
        that is read. Raises jinja2.TemplateError, also when a value is missing."""
        for number, value in enumerate(values, 1):
            written = self._body.generate({**value, _COPY: number})
            pieces: list[str] = []
            size = 0
            while some := "".join(islice(written, _AT_ONCE)):
                pieces.append(some)
                size += len(some)
                if size > MAX_XML:
                    raise TemplateRuntimeError(f"印出来的正文超过 {MAX_XML >> 20} MB")
            yield "".join(pieces)

    def _fill(self, text: etree._Element) -> None:
        """Make each value of a `w:t` print itself as WordprocessingML, able to open new paragraphs."""
        text.set(_PRESERVE, "preserve")
        for node in text.iterchildren(etree.PI):
            expression = (node.text or "").strip()
            node.text = f"({expression})|fill({len(self._breaks)})"
        self._breaks.append(_paragraph_break(text))

    def _print(self, value: object, break_number: int) -> str:
        text = escaped(str(value))
        if not _SPECIAL.search(text):
            return text
        return _SPECIAL.sub(lambda match: _WITHIN.get(match[0]) or self._breaks[break_number], text)


_WITHIN = {
    character: f'</w:t>{element}<w:t xml:space="preserve">'
    for character, element in {"\t": "<w:tab/>", "\v": "<w:br/>", "\f": '<w:br w:type="page"/>'}.items()
}


def _paragraph_break(text: etree._Element) -> str:
    """What ends the paragraph around a `w:t` and begins one like it."""
    closing, opening = "", ""
    node: etree._Element | None = text
    while node is not None and node.tag != n.TC and node.tag != n.BODY:
        tag = etree.QName(node).localname
        properties = [child for child in node if child.tag in (n.P_PR, n.R_PR)]
        inner = "".join(_plain_xml(child) for child in properties)
        attribute = ' xml:space="preserve"' if node.tag == n.T else ""
        closing += f"</w:{tag}>"
        opening = f"<w:{tag}{attribute}>{inner}" + opening
        if node.tag == n.P:
            break
        node = node.getparent()
    return closing + opening


def _plain_xml(node: etree._Element) -> str:
    """A node as XML without the namespace declarations that its document already has."""
    plain = etree.fromstring(etree.tostring(node, with_tail=False))
    return re.sub(r'\sxmlns:\w+="[^"]*"', "", etree.tostring(plain, encoding="unicode"))


def _merge_cells(row: etree._Element) -> None:
    """Turn `|合并` into a `w:vMerge` that asks the turn before, for this column and all merged columns to its left."""
    conditions: list[str] = []
    for cell in row.iterchildren(n.TC):
        for node in cell.iter(etree.PI):
            match = _MERGED.fullmatch((node.text or "").strip())
            if (
                match is None or next(node.iterancestors(n.TC), None) is not cell
            ):  # a table in the cell has rows of its own
                continue
            way = "".join(f"[{key!r}]" for key in match[2].split("."))
            conditions.append(f"loop.previtem{way} == {match[1]}{way}")
            same = " and ".join(["loop.previtem is defined", *conditions])
            node.text = f"'' if {same} else {match[1]}{way}"
            _insert_merge(cell, same)


def _insert_merge(cell: etree._Element, same: str) -> None:
    properties = next(cell.iterchildren(n.TC_PR), None)
    if properties is None:
        properties = etree.Element(n.TC_PR)
        cell.insert(0, properties)
    position = sum(child.tag in _TC_PR_BEFORE_MERGE for child in properties)
    merged = [
        etree.PI(BLOCK, f"if {same}"),
        etree.Element(n.V_MERGE),
        etree.PI(BLOCK, "else"),
        etree.Element(n.V_MERGE, {n.VAL: "restart"}),
        etree.PI(BLOCK, "endif"),
    ]
    properties[position:position] = merged


def _keep_paragraph(cell: etree._Element) -> None:
    """A cell whose paragraphs are all in loops and conditions must keep an empty one when there is nothing to print."""
    depth, fields = 0, []
    for child in cell:
        if isinstance(child, etree._ProcessingInstruction):
            words = (child.text or "").split()
            if depth == 0:
                fields.append(words[-1])
            depth += -1 if words[0].startswith("end") else 1
        elif child.tag != n.TC_PR and depth == 0:
            return
    paragraph = next(cell.iterchildren(n.P), None)
    if not fields or paragraph is None:
        return
    empty = etree.Element(n.P)
    empty.extend(copy.deepcopy(child) for child in paragraph.iterchildren(n.P_PR))
    cell.append(etree.PI(BLOCK, f"if not ({' or '.join(fields)})"))
    cell.append(empty)
    cell.append(etree.PI(BLOCK, "endif"))


def _number_marks(body: etree._Element) -> dict[str, str]:
    """Give what must be unique in a document (bookmarks, drawings) a mark, and the Jinja source that replaces it."""
    marks: dict[str, str] = {}

    def mark(node: etree._Element, attribute: str, source: Callable[[str], str]) -> None:
        key = f"goalgen-mark-{len(marks)}"
        marks[key] = source(node.get(attribute, ""))
        node.set(attribute, key)

    starts = list(body.iter(n.BOOKMARK_START))
    order = {node.get(n.ID): index for index, node in enumerate(starts)}
    for node in [*starts, *body.iter(n.BOOKMARK_END)]:
        index = order.get(node.get(n.ID), 0)
        mark(node, n.ID, lambda _, index=index: _value(f"({_COPY} - 1) * {len(starts)} + {index}"))  # type: ignore[misc]
    for node in starts:
        mark(node, n.NAME, lambda name: f"{quoted(name)[1:-1]}_{_value(_FOUR_DIGITS)}")
    drawings = list(body.iter(f"{n.WP}docPr"))
    for index, node in enumerate(drawings, 1):
        mark(node, "id", lambda _, index=index: _value(f"({_COPY} - 1) * {len(drawings)} + {index}"))  # type: ignore[misc]
    return marks


def _value(expression: str) -> str:
    return f"<?{VALUE} {expression}?>"


def _cut(tree: etree._Element, body: etree._Element) -> tuple[str, str, str]:
    """The document as text in three: up to the body's first block, the blocks, and from the last section on."""
    section = next(body.iterchildren(n.SECT_PR), None)
    body.insert(0, etree.PI("goalgen-cut", "start"))
    body.insert(len(body) if section is None else body.index(section), etree.PI("goalgen-cut", "end"))
    text = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + etree.tostring(tree, encoding="unicode")
    head, rest = text.split(_START)
    source, tail = rest.split(_END)
    return head, source, tail
