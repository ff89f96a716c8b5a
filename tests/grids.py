"""Word files for tests, from rows of texts: `2>text` spans two columns, `^` is merged into the cell above.

A paragraph that begins with `#` has an automatic number, `[1]`, `[2]` and so on.
"""

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
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/numbering.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/></Types>'
)
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_WORD_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/>'
    "</Relationships>"
)
_NUMBERING = (
    f'<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="[%1]"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)

Block = str | Sequence[Sequence[str]]


def docx(*blocks: Block, bold: bool = False, ruled: bool = False, nested: bool = False) -> bytes:
    """A Word file of paragraphs (texts) and tables (rows of texts); with `bold`, first runs are bold and cut in two.

    With `ruled` tables have lines and widths, to be looked at; with `nested` all of it stands in the one cell of a table that is there for the layout.
    """
    body = "".join(
        _paragraph(block, bold) if isinstance(block, str) else _table(block, bold, ruled) for block in blocks
    )
    if nested:
        cell = f'<w:tc><w:tcPr><w:tcW w:w="9000" w:type="dxa"/></w:tcPr>{body}<w:p/></w:tc>'
        body = f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="9000"/></w:tblGrid><w:tr>{cell}</w:tr></w:tbl><w:p/>'
    document = f'<w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    etree.fromstring(document)
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELS)
        archive.writestr("word/document.xml", document)
        archive.writestr("word/_rels/document.xml.rels", _WORD_RELS)
        archive.writestr("word/numbering.xml", _NUMBERING)
    return out.getvalue()


def _paragraph(text: str, bold: bool) -> str:
    number = ""
    if text.startswith("#"):
        number, text = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>', text[1:]
    look = '<w:rPr><w:rFonts w:eastAsia="宋体"/><w:b/></w:rPr>' if bold else ""
    half = len(text) // 2 if bold else 0
    runs = "".join(
        f'<w:r>{look}<w:t xml:space="preserve">{escape(part)}</w:t></w:r>'
        for part in (text[:half], text[half:])
        if part
    )
    about = number + ('<w:jc w:val="center"/>' if bold else "")
    return f"<w:p>{f'<w:pPr>{about}</w:pPr>' if about else ''}{runs}</w:p>"


def _table(rows: Sequence[Sequence[str]], bold: bool, ruled: bool) -> str:
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
            wide = f'<w:tcW w:w="{span * 9000 // width}" w:type="dxa"/>' if ruled else '<w:tcW w:w="0" w:type="auto"/>'
            across = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
            lines = "".join(_paragraph(line, bold) for line in ("" if text == "^" else text).split("\n"))
            cells += f"<w:tc><w:tcPr>{wide}{across}{merge}</w:tcPr>{lines}</w:tc>"
        body += f"<w:tr>{cells}</w:tr>"
    about = f"<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>" if ruled else "<w:tblPr/>"
    column = f'<w:gridCol w:w="{9000 // width}"/>' if ruled else "<w:gridCol/>"
    return f"<w:tbl>{about}<w:tblGrid>{column * width}</w:tblGrid>{body}</w:tbl>"


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
