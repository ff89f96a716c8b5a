"""Small Word files made from plain data, for tests that need a document nobody has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

from goalgen.docx import DOCUMENT, open_package, write_package

CELL = str | tuple[str, int] | None
"""Text; text and the columns it spans; None for a cell merged into the one above."""
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def cell(content: CELL, merges: bool) -> str:
    text, span = content if isinstance(content, tuple) else (content or "", 1)
    merge = "<w:vMerge/>" if content is None else '<w:vMerge w:val="restart"/>' if merges else ""
    properties = (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "") + merge
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(map(paragraph, text.split(chr(10))))}</w:tc>"


def table(rows: Sequence[Sequence[CELL]]) -> str:
    xml = ""
    for number, row in enumerate(rows):
        below = rows[number + 1] if number + 1 < len(rows) else ()
        cells = [cell(c, i < len(below) and below[i] is None) for i, c in enumerate(row)]
        xml += f"<w:tr>{''.join(cells)}</w:tr>"
    return f"<w:tbl>{xml}</w:tbl>"


def document(*blocks: str | Sequence[Sequence[CELL]]) -> bytes:
    """A .docx of paragraphs and tables."""
    body = "".join(paragraph(block) if isinstance(block, str) else table(block) for block in blocks)
    return package(f"<w:document {W}><w:body>{body}</w:body></w:document>")


def package(xml: str) -> bytes:
    """A .docx around a document part."""
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    parts = {"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONSHIPS, DOCUMENT: xml}
    return write_package({name: (declaration + content).encode() for name, content in parts.items()})


def edit(data: bytes, old: str, new: str, count: int = 1) -> bytes:
    """A built document with its document part changed, as a person would in Word."""
    opened, _ = open_package(data, "")
    assert opened is not None
    xml = opened.parts[DOCUMENT].decode()
    assert re.search(old, xml, re.DOTALL), old
    return write_package({**opened.parts, DOCUMENT: re.sub(old, new, xml, count=count, flags=re.DOTALL).encode()})
