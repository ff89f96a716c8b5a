"""Word files that were made to take long: each shape with a size, so that growth can be measured."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from documents import W

from goalgen.docx import DOCUMENT

GOOD = Path(__file__).parent / "conformance/deleted_row.form.docx"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_R = "<w:r><w:t>字</w:t></w:r>"
_P = f"<w:p>{_R}</w:p>"
_NAME = "科技系统干部教育培训</w:t></w:r></w:p></w:tc>"
_MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


class Shape(NamedTuple):
    """What is put before the tables of a good document, in its first cell, and its parts by kind or name."""

    body: str = ""
    cell: str = ""
    parts: Mapping[str, str] = {}


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def part(around: str, content: str) -> str:
    return f"<w:{around} {W}>{content}</w:{around}>"


def style(name: object, content: str = "", base: object = None, kind: str = "paragraph") -> str:
    based = "" if base is None else f'<w:basedOn w:val="{base}"/>'
    return f'<w:style w:type="{kind}" w:styleId="{name}">{based}{content}</w:style>'


def level(at: int, text: str = "%1.", kind: str = "decimal", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(
    levels: str, more: str = "", nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
) -> str:
    return part("numbering", f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{more}{nums}')


def listed(at: int = 0, number: int = 1) -> str:
    return f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>{_R}</w:p>'


def wrapped(tag: str, content: str, count: int, attributes: str = "") -> str:
    return f"<w:{tag}{attributes}>{content}</w:{tag}>" * count


def nested(before: str, after: str, depth: int, content: str) -> str:
    return before * depth + content + after * depth


def sdt(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def table(cells: str) -> str:
    return f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"


def box(content: str) -> str:
    return f"<w:pict><v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict>"


def run(properties: str, content: str = "<w:t>字</w:t>") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr>{content}</w:r>"


_BEGINS = '<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p/></w:tc>'
_STYLED, _STYLED_TABLE = '<w:pStyle w:val="s"/>', '<w:tblStyle w:val="s"/>'
_CHOICE, _SYMBOL = '<mc:Choice Requires="no"/>', '<w:sym w:font="Wingdings" w:char="F0FE"/>'
_RAISED = run('<w:vertAlign w:val="superscript"/>')
_WHITE, _STRUCK = run('<w:color w:val="FFFFFF"/>'), run("<w:strike/>")
_SYMBOLS = '<w:rFonts w:ascii="Wingdings"/>'
_BOUND = '<w:dataBinding w:xpath="/x/y" w:storeItemID="{A}"/>'
_INSERTED = ' w:id="1" w:author="a"'
_STORE = {
    "customXml/itemProps1.xml": '<d:datastoreItem d:itemID="{A}" xmlns:d="http://schemas.openxmlformats.org/officeDocument/2006/customXml"/>'
}

with zipfile.ZipFile(GOOD) as _archive:
    _DOCUMENT = _archive.read(DOCUMENT).decode()
_PIECES = re.compile(r"<w:p>.*?</w:p>|<w:tbl>.*?</w:tbl>")
HEADING, *BLOCKS = _PIECES.findall(_DOCUMENT[_DOCUMENT.index("<w:body>") :])
"""Of one project: the heading, the tables and what is between them."""
PROJECT = "".join([HEADING, *BLOCKS])
_ROW = re.compile(r"<w:tr>.*?</w:tr>")
ROWS = _ROW.findall(PROJECT)
FIRST, LAST = [block for block in BLOCKS if block.startswith("<w:tbl>")]
UPPER, LOWER = _ROW.findall(FIRST), _ROW.findall(LAST)


def rows(*chosen: str) -> str:
    return f"<w:tbl>{''.join(chosen)}</w:tbl>"


def blank(row: str) -> str:
    return re.sub(r"<w:t[ >].*?</w:t>", "", row)


GOAL = '<w:t xml:space="preserve">1.目标</w:t></w:r></w:p><w:p><w:r>'


SHAPES: dict[str, Callable[[int], Shape]] = {
    "paragraphs": lambda n: Shape(_P * n),
    "empty paragraphs": lambda n: Shape("<w:p/>" * n),
    "paragraphs in a cell": lambda n: Shape(cell=_P * n),
    "special paragraphs in a cell": lambda n: Shape(cell="<w:p><w:r><w:tab/></w:r></w:p>" * n),
    "tables": lambda n: Shape(table(f"<w:tc>{_P}</w:tc>") * n),
    "cells in a row": lambda n: Shape(table(f"<w:tc>{_P}</w:tc>" * n)),
    "special cells in a row": lambda n: Shape(table("<w:tc><w:p><w:r><w:tab/></w:r></w:p></w:tc>" * n)),
    "wide cells": lambda n: Shape(table(f'<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>{_P}</w:tc>' * n)),
    "grid before": lambda n: Shape(table(f'<w:trPr><w:gridBefore w:val="999"/></w:trPr><w:tc>{_P}</w:tc>' * n)),
    "merges downwards": lambda n: Shape(
        "<w:tbl>" + f"<w:tr>{'<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>' * 3}</w:tr>" * n + "</w:tbl>"
    ),
    "merges beside each other": lambda n: Shape(
        "<w:tbl>"
        + f"<w:tr>{_BEGINS * n}</w:tr>"
        + f"<w:tr>{'<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>' * n}</w:tr></w:tbl>"
    ),
    "merges to the left": lambda n: Shape(
        table(f"<w:tc>{_P}</w:tc>" + f"<w:tc><w:tcPr><w:hMerge/></w:tcPr>{_P}</w:tc>" * n)
    ),
    "text covered by a merge": lambda n: Shape(
        "<w:tbl>"
        + f'<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{_P}</w:tc></w:tr>'
        + f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{_P}</w:tc></w:tr>" * n
        + "</w:tbl>"
    ),
    "tables in a cell": lambda n: Shape(cell=table(f"<w:tc>{_P}</w:tc>") * n + "<w:p/>"),
    "tables in each other": lambda n: Shape(
        nested("<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>", 60, _P * n)
    ),
    "frames": lambda n: Shape(table(f"<w:tc>{table(f'<w:tc>{_P}</w:tc>')}<w:p/></w:tc>") * n),
    "runs": lambda n: Shape(f"<w:p>{_R * n}</w:p>"),
    "tabs": lambda n: Shape(cell=f"<w:p>{'<w:r><w:tab/></w:r>' * n}</w:p>"),
    "breaks in a run": lambda n: Shape(cell=f"<w:p><w:r>{'<w:br/>' * n}</w:r></w:p>"),
    "texts in a run": lambda n: Shape(
        f"<w:p><w:r>{'<w:t>字</w:t>' * n}<w:tab/></w:r>{run(_SYMBOLS)}</w:p>"
    ),
    "symbols": lambda n: Shape(f"<w:p>{run(_SYMBOLS) * n}</w:p>"),
    "symbol elements": lambda n: Shape(f'<w:p><w:r>{_SYMBOL * n}</w:r></w:p>'),
    "deletions": lambda n: Shape(f"<w:p>{wrapped('del', '<w:r><w:delText>字</w:delText></w:r>', n, _INSERTED)}</w:p>"),
    "insertions and deletions": lambda n: Shape(
        f"<w:p>{(wrapped('ins', _R, 1, _INSERTED) + wrapped('del', _R, 1, _INSERTED)) * n}</w:p>"
    ),
    "moves": lambda n: Shape(
        f"<w:p>{(wrapped('moveFrom', _R, 1, _INSERTED) + wrapped('moveTo', _R, 1, _INSERTED)) * n}</w:p>"
    ),
    "deletions by many": lambda n: Shape(
        "<w:p>" + "".join(f'<w:del w:id="1" w:author="a{i}">{_R}</w:del>' for i in range(n)) + "</w:p>"
    ),
    "deleted ends of paragraphs": lambda n: Shape(f"<w:p><w:pPr><w:rPr><w:del{_INSERTED}/></w:rPr></w:pPr>{_R}</w:p>" * n),
    "deleted ends in a cell": lambda n: Shape(
        cell=f"<w:p><w:pPr><w:rPr><w:del{_INSERTED}/></w:rPr></w:pPr>{_R}</w:p>" * n
    ),
    "deleted rows": lambda n: Shape(
        f"<w:tbl>{f'<w:tr><w:trPr><w:del{_INSERTED}/></w:trPr><w:tc>{_P}</w:tc></w:tr>' * n}</w:tbl>"
    ),
    "deleted cells": lambda n: Shape(table(f"<w:tc><w:tcPr><w:cellDel{_INSERTED}/></w:tcPr>{_P}</w:tc>" * n)),
    "changes in each other": lambda n: Shape(f"<w:p>{nested('<w:ins>', '</w:ins>', 200, _R * n)}</w:p>"),
    "wrappers around blocks": lambda n: Shape(nested("<w:customXml>", "</w:customXml>", 200, _P * n)),
    "unknown wrappers": lambda n: Shape(f"<w:p>{nested('<w:odd>', '</w:odd>', 200, _R * n)}<w:r><w:tab/></w:r></w:p>"),
    "fields": lambda n: Shape(f"<w:p>{(field('begin') + field('separate') + _R + field('end')) * n}</w:p>"),
    "fields that only begin": lambda n: Shape(f"<w:p>{field('begin') * n}{_R * n}</w:p>"),
    "fields that do not end": lambda n: Shape(f"<w:p>{(field('begin') + field('separate')) * n}{_R * n}</w:p>"),
    "fields open over paragraphs": lambda n: Shape(
        f"<w:p>{(field('begin') + field('separate')) * n}</w:p>" + f"<w:p>{field('begin')}{_R}</w:p>" * n
    ),
    "fields that end only": lambda n: Shape(f"<w:p>{field('end') * n}</w:p>"),
    "pieces of an instruction": lambda n: Shape(
        f"<w:p>{field('begin')}{'<w:r><w:instrText> eq </w:instrText></w:r>' * n}{field('end')}</w:p>"
    ),
    "simple fields": lambda n: Shape(f"<w:p>{wrapped('fldSimple', _R, n)}</w:p>"),
    "bookmarks": lambda n: Shape(
        "<w:p>" + "".join(f'<w:bookmarkStart w:id="{i}" w:name="b{i}"/><w:bookmarkEnd w:id="{i}"/>' for i in range(n)) + "</w:p>"
    ),
    "comments": lambda n: Shape(
        "<w:p>" + "".join(f'<w:r><w:commentReference w:id="{i}"/></w:r>' for i in range(n)) + "</w:p>",
        parts={"comments": part("comments", "".join(f'<w:comment w:id="{i}">{_P}</w:comment>' for i in range(n)))},
    ),
    "controls": lambda n: Shape(f"<w:p>{sdt(_R) * n}</w:p>"),
    "controls around paragraphs": lambda n: Shape(sdt(_P) * n),
    "prompts of one control": lambda n: Shape(sdt(_P * n, "<w:showingPlcHdr/>" * n)),
    "bound controls": lambda n: Shape(sdt(_P, _BOUND) * n, parts=_STORE | {"customXml/item1.xml": f"<x>{'<y>1</y>' * n}</x>"}),
    "bindings of one control": lambda n: Shape(
        sdt(_P * n, _BOUND * n), parts=_STORE | {"customXml/item1.xml": "<x><y>1</y></x>"}
    ),
    "bound controls in each other": lambda n: Shape(
        nested(f"<w:sdt><w:sdtPr>{_BOUND}</w:sdtPr><w:sdtContent>", "</w:sdtContent></w:sdt>", 100, _P * n),
        parts=_STORE | {"customXml/item1.xml": "<x><y>1</y></x>"},
    ),
    "white runs": lambda n: Shape(f"<w:p>{_WHITE * n}</w:p>"),
    "white runs in many paragraphs": lambda n: Shape(table(f"<w:tc>{f'<w:p>{_WHITE}</w:p>' * n}</w:tc>")),
    "struck runs": lambda n: Shape(f"<w:p>{_STRUCK * n}</w:p>"),
    "struck runs in many rows": lambda n: Shape(f"<w:tbl>{f'<w:tr><w:tc><w:p>{_STRUCK}</w:p></w:tc></w:tr>' * n}</w:tbl>"),
    "raised runs": lambda n: Shape(f"<w:p>{_RAISED * n}</w:p>"),
    "hidden runs": lambda n: Shape(f"<w:p>{run('<w:vanish/>') * n}</w:p>"),
    "runs of a hidden style": lambda n: Shape(
        f'<w:p><w:pPr>{_STYLED * n}</w:pPr>{_R * n}</w:p>',
        parts={"styles": part("styles", style("s", "<w:rPr><w:vanish/><w:strike/></w:rPr>"))},
    ),
    "tables of a struck style": lambda n: Shape(
        f'<w:tbl><w:tblPr>{_STYLED_TABLE * n}</w:tblPr><w:tr><w:tc><w:p>{_R * n}</w:p></w:tc></w:tr></w:tbl>',
        parts={"styles": part("styles", style("s", "<w:rPr><w:strike/></w:rPr>", kind="table"))},
    ),
    "styles based on each other": lambda n: Shape(
        parts={"styles": part("styles", style(0, "<w:rPr><w:vanish/></w:rPr>") + "".join(style(i, base=i - 1) for i in range(1, n)))}
    ),
    "styles in a ring": lambda n: Shape(
        parts={"styles": part("styles", "".join(style(i, "<w:rPr><w:strike/></w:rPr>", base=(i + 1) % n) for i in range(n)))}
    ),
    "styles that lead into a ring": lambda n: Shape(
        parts={"styles": part("styles", "".join(style(i, base=max(i - 1, 0) or 1, kind="character") for i in range(n)))}
    ),
    "table styles based on each other": lambda n: Shape(
        parts={
            "styles": part(
                "styles",
                style(0, '<w:tblPr><w:shd w:fill="FF0000"/></w:tblPr>', kind="table")
                + "".join(style(i, base=i - 1, kind="table") for i in range(1, n)),
            )
        }
    ),
    "numbered styles based on each other": lambda n: Shape(
        f'<w:p><w:pPr><w:pStyle w:val="{n - 1}"/></w:pPr>{_R}</w:p>' * n,
        parts={
            "styles": part(
                "styles",
                style(0, '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
                + "".join(style(i, base=i - 1) for i in range(1, n)),
            ),
            "numbering": numbering(level(0)),
        },
    ),
    "numbered paragraphs": lambda n: Shape(listed() * n, parts={"numbering": numbering(level(0))}),
    "long numbers": lambda n: Shape(listed() * n, parts={"numbering": numbering(level(0, "%1" * n, "upperLetter", 32767))}),
    "long letters": lambda n: Shape(listed() * n, parts={"numbering": numbering(level(0, "%1", "upperLetter", 32767))}),
    "long numbers of many levels": lambda n: Shape(
        "".join(listed(i % 9) for i in range(n)),
        parts={"numbering": numbering("".join(level(i, "%1%2%3" * n, "lowerLetter", 32767) for i in range(9)))},
    ),
    "long bullets": lambda n: Shape(listed() * n, parts={"numbering": numbering(level(0, "字" * n, "bullet"))}),
    "levels without end": lambda n: Shape(
        "".join(listed(i) for i in range(n)), parts={"numbering": numbering("".join(level(i) for i in range(n)))}
    ),
    "levels below zero": lambda n: Shape(
        "".join(listed(-i) for i in range(n)), parts={"numbering": numbering("".join(level(-i) for i in range(n)))}
    ),
    "lists": lambda n: Shape(
        "".join(listed(0, i) for i in range(n)),
        parts={
            "numbering": numbering(
                "".join(level(i) for i in range(9)),
                nums="".join(f'<w:num w:numId="{i}"><w:abstractNumId w:val="0"/></w:num>' for i in range(n)),
            )
        },
    ),
    "abstract lists": lambda n: Shape(
        "".join(listed(0, i) for i in range(n)),
        parts={
            "numbering": part(
                "numbering",
                "".join(f'<w:abstractNum w:abstractNumId="{i}">{level(0)}</w:abstractNum>' for i in range(n))
                + "".join(f'<w:num w:numId="{i}"><w:abstractNumId w:val="{i}"/></w:num>' for i in range(n)),
            )
        },
    ),
    "lists linked in a ring": lambda n: Shape(
        "".join(listed(0, i) for i in range(n)),
        parts={
            "numbering": part(
                "numbering",
                "".join(
                    f'<w:abstractNum w:abstractNumId="{i}"><w:numStyleLink w:val="s{(i + 1) % n}"/><w:styleLink w:val="s{i}"/></w:abstractNum>'
                    for i in range(n)
                )
                + "".join(f'<w:num w:numId="{i}"><w:abstractNumId w:val="{i}"/></w:num>' for i in range(n)),
            )
        },
    ),
    "overrides of one list": lambda n: Shape(
        listed() * n,
        parts={
            "numbering": numbering(
                level(0),
                nums='<w:num w:numId="1"><w:abstractNumId w:val="0"/>'
                + "".join(f'<w:lvlOverride w:ilvl="{i}"><w:startOverride w:val="3"/>{level(i)}</w:lvlOverride>' for i in range(n))
                + "</w:num>",
            )
        },
    ),
    "text boxes": lambda n: Shape(f"<w:p><w:r>{box(_P) * n}</w:r></w:p>"),
    "text boxes in a cell": lambda n: Shape(cell=f"<w:p><w:r>{box(_P) * n}</w:r></w:p>"),
    "text boxes in each other": lambda n: Shape(
        nested("<w:p><w:r><w:pict><v:textbox><w:txbxContent>", "</w:txbxContent></v:textbox></w:pict></w:r></w:p>", 40, _P * n)
    ),
    "text boxes in each other in a cell": lambda n: Shape(
        cell=nested("<w:p><w:r><w:pict><v:textbox><w:txbxContent>", "</w:txbxContent></v:textbox></w:pict></w:r></w:p>", 40, _P * n)
    ),
    "a drawing": lambda n: Shape(f"<w:p><w:r><w:drawing>{'<v:odd/>' * n}</w:drawing></w:r></w:p>"),
    "a deep drawing": lambda n: Shape(f"<w:p><w:r><w:pict>{nested('<v:odd>', '</v:odd>', 200, '<v:odd/>' * n)}</w:pict></w:r></w:p>"),
    "alternatives": lambda n: Shape(
        f'<w:p><mc:AlternateContent>{_CHOICE * n}<mc:Fallback>{_R}</mc:Fallback></mc:AlternateContent></w:p>'
    ),
    "what an alternative requires": lambda n: Shape(
        f'<w:p><mc:AlternateContent><mc:Choice Requires="{"wps " * n}">{_R}</mc:Choice></mc:AlternateContent></w:p>'
    ),
    "names of an alternative": lambda n: Shape(
        f"<w:p {' '.join(f'xmlns:p{i}={chr(34)}u{i}{chr(34)}' for i in range(n))}>"
        f'<mc:AlternateContent><mc:Choice Requires="{" ".join(f"p{i}" for i in range(n))}">{_R}</mc:Choice></mc:AlternateContent></w:p>'
    ),
    "ruby": lambda n: Shape(f"<w:p>{f'<w:r><w:ruby><w:rt>{_R}</w:rt><w:rubyBase>{_R}</w:rubyBase></w:ruby></w:r>' * n}</w:p>"),
    "formulas": lambda n: Shape(f"<w:p>{'<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>' * n}</w:p>"),
    "a deep formula": lambda n: Shape(f"<w:p><m:oMath>{nested('<m:d><m:e>', '</m:e></m:d>', 100, '<m:r><m:t>x</m:t></m:r>' * n)}</m:oMath></w:p>"),
    "fractions": lambda n: Shape(f"<w:p><m:oMath>{'<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den/></m:f>' * n}</m:oMath></w:p>"),
    "headers": lambda n: Shape(parts={f"header{i}": part("hdr", _P) for i in range(n)}),
    "paragraphs of a header": lambda n: Shape(parts={"header": part("hdr", _P * n)}),
    "special paragraphs of a header": lambda n: Shape(parts={"header": part("hdr", f"<w:p>{_STRUCK * n}</w:p>")}),
    "footnotes": lambda n: Shape(parts={"footnotes": part("footnotes", f"<w:footnote>{_P}</w:footnote>" * n)}),
    "endnotes": lambda n: Shape(parts={"endnotes": part("endnotes", f"<w:endnote>{_P * n}</w:endnote>")}),
    "parts that are not there": lambda n: Shape(
        parts={"word/_rels/document.xml.rels": links([("header", f"no{i}.xml") for i in range(n)])}
    ),
    "parts that are declared and not there": lambda n: Shape(
        parts={
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            + "".join(
                f'<Override PartName="/word/header{i}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>'
                for i in range(n)
            )
            + "</Types>"
        }
    ),
    "specs in the embedded part": lambda n: Shape(
        parts={"customXml/item1.xml": '<specs xmlns="urn:goalgen:specs:1" form="tianjin-2022">' + '<spec>{"年度": "2022"}</spec>' * n + "</specs>"}
    ),
    "keys in the embedded part": lambda n: Shape(
        parts={
            "customXml/item1.xml": '<specs xmlns="urn:goalgen:specs:1" form="tianjin-2022"><spec>{'
            + ", ".join(f'"k{i}": "v"' for i in range(n))
            + "}</spec></specs>"
        }
    ),
    "an attribute": lambda n: Shape(f'<w:p w:odd="{"x" * n}">{_R}</w:p>'),
    "attributes": lambda n: Shape(f"<w:p {' '.join(f'a{i}={chr(34)}{chr(34)}' for i in range(n))}>{_R}</w:p>"),
    "elements of all names": lambda n: Shape("".join(f"<w:p{i}/>" for i in range(n))),
    "projects": lambda n: Shape(PROJECT * (n // 50)),
    "headings": lambda n: Shape(HEADING * n),
    "headings, then rows": lambda n: Shape(HEADING * n + rows(*ROWS[-2:] * n)),
    "first rows": lambda n: Shape(rows(ROWS[0]) * n),
    "first rows of one table": lambda n: Shape(rows(ROWS[0] * n)),
    "upper tables": lambda n: Shape((HEADING + FIRST) * (n // 50)),
    "upper tables alone": lambda n: Shape(FIRST * (n // 50)),
    "lower tables": lambda n: Shape(LAST * (n // 50)),
    "projects without their last row": lambda n: Shape((HEADING + FIRST + rows(*LOWER[:-1])) * (n // 50)),
    "beginnings of tables": lambda n: Shape("".join(HEADING + rows(*ROWS[: 7 * i % len(ROWS)]) for i in range(n // 50))),
    "last rows": lambda n: Shape(rows(*ROWS[-1:] * n)),
    "each row": lambda n: Shape("".join(rows(row * (n // 10)) for row in ROWS)),
    "a table of many rows": lambda n: Shape(HEADING + FIRST + rows(*LOWER, *LOWER[-1:] * n)),
    "a table of many rows, and what is none": lambda n: Shape(
        HEADING + FIRST + rows(*LOWER, *LOWER[-1:] * n, LOWER[0])
    ),
    "many tables of rows": lambda n: Shape(HEADING + FIRST + rows(*LOWER) + rows(*LOWER[-1:]) * n),
    "a table of many rows of each kind": lambda n: Shape(
        "".join(HEADING + rows(*ROWS[:i], *ROWS[i : i + 1] * (n // 10), *ROWS[i:]) for i in range(len(ROWS)))
    ),
    "tables without headings": lambda n: Shape("".join(BLOCKS) * (n // 50)),
    "blank rows": lambda n: Shape(HEADING + FIRST + rows(*LOWER[:2], *[blank(LOWER[2])] * n, *LOWER[2:])),
    "goals": lambda n: Shape(PROJECT.replace("<w:t xml:space=\"preserve\">1.", GOAL * n + "<w:t xml:space=\"preserve\">1.", 1)),
    "blank paragraphs between tables": lambda n: Shape((HEADING + FIRST + "<w:p/>" * n + LAST) * 2),
    "headings on several lines": lambda n: Shape(f"<w:p>{_R * n}</w:p>" * 9 + HEADING),
    "a long heading": lambda n: Shape(HEADING.replace("绩效", "绩效目标表" * n, 1)),
    "a long label": lambda n: Shape(PROJECT.replace("项目名称", "项目名称" * n, 1)),
    "a long unit": lambda n: Shape(PROJECT.replace("331201", "331201" * n, 1)),
    "a long name": lambda n: Shape(PROJECT.replace("科技系统", "科技系统" * n)),
    "spaces in a label": lambda n: Shape(PROJECT.replace("项目名称", "项目" + " " * n + "名称")),
    "brackets in a text": lambda n: Shape(f"<w:p><w:r><w:t>{'（' * n}</w:t></w:r></w:p>"),
}  # fmt: skip


def links(targets: list[tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="x{i}" Type="{OFFICE}{kind}" Target="{target}"/>' for i, (kind, target) in enumerate(targets)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
    )


def made(shape: Shape) -> bytes:
    """The good document with a shape in it."""
    with zipfile.ZipFile(GOOD) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    text = (
        parts[DOCUMENT]
        .replace("<w:document ", f"<w:document {_MORE} ", 1)
        .replace("<w:body>", f"<w:body>{shape.body}", 1)
    )
    if shape.cell:
        text = text.replace(_NAME, _NAME.replace("</w:tc>", f"{shape.cell}<w:p/></w:tc>"), 1)
        assert shape.cell in text
    parts[DOCUMENT] = text
    targets: list[tuple[str, str]] = []
    for name, content in shape.parts.items():
        if "/" in name or name.startswith("["):
            parts[name] = content
        else:
            parts[f"word/x{name}.xml"] = content
            targets.append((name.rstrip("0123456789"), f"x{name}.xml"))
    if targets:
        parts["word/_rels/document.xml.rels"] = links(targets)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
