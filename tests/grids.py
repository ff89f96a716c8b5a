"""Word files for tests, from rows of texts: `2>text` spans two columns, `^` is merged into the cell above."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from lxml import etree

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_WORD_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'

Block = str | Sequence[Sequence[str]]


def docx(*blocks: Block, bold: bool = False) -> bytes:
    """A Word file of paragraphs (texts) and tables (rows of texts); with `bold`, first runs are bold and cut in two."""
    body = "".join(_paragraph(block, bold) if isinstance(block, str) else _table(block, bold) for block in blocks)
    document = f'<w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    etree.fromstring(document)
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELS)
        archive.writestr("word/document.xml", document)
        archive.writestr("word/_rels/document.xml.rels", _WORD_RELS)
    return out.getvalue()


def _paragraph(text: str, bold: bool) -> str:
    look = '<w:rPr><w:rFonts w:eastAsia="宋体"/><w:b/></w:rPr>' if bold else ""
    half = len(text) // 2 if bold else 0
    runs = "".join(
        f'<w:r>{look}<w:t xml:space="preserve">{escape(part)}</w:t></w:r>'
        for part in (text[:half], text[half:])
        if part
    )
    centred = '<w:pPr><w:jc w:val="center"/></w:pPr>' if bold else ""
    return f"<w:p>{centred}{runs}</w:p>"


def _table(rows: Sequence[Sequence[str]], bold: bool) -> str:
    grids = [_places(row) for row in rows]
    width = max(column + span for row in grids for column, span, _ in row)
    starts = {(number, column) for number, row in enumerate(grids) for column, _, text in row if text == "^"}
    body = ""
    for number, row in enumerate(grids):
        cells = ""
        for column, span, text in row:
            merge = (
                "<w:vMerge/>"
                if text == "^"
                else '<w:vMerge w:val="restart"/>'
                if (number + 1, column) in starts
                else ""
            )
            across = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
            lines = "".join(_paragraph(line, bold) for line in ("" if text == "^" else text).split("\n"))
            cells += f'<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/>{across}{merge}</w:tcPr>{lines}</w:tc>'
        body += f"<w:tr>{cells}</w:tr>"
    return f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * width}</w:tblGrid>{body}</w:tbl>"


def _places(row: Sequence[str]) -> list[tuple[int, int, str]]:
    places, column = [], 0
    for text in row:
        match = re.match(r"(\d)>", text)
        span = int(match[1]) if match else 1
        places.append((column, span, text[2:] if match else text))
        column += span
    return places


def rows(text: str) -> list[list[str]]:
    """A table drawn in text: a line a row, `|` between cells, `/` for a new paragraph, blanks around cells dropped, `_` a blank."""
    return [
        [cell.strip().replace("/", "\n").replace("_", " ") for cell in line.split("|")]
        for line in text.strip().splitlines()
    ]
