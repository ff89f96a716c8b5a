"""Things floor: a Word file as addressed blocks. All knowledge of reading OOXML lives in this package."""

from goalgen.docx.blocks import (
    Address,
    Aside,
    Block,
    Cell,
    Flattened,
    Foreign,
    Hidden,
    Look,
    Medium,
    Paragraph,
    Piece,
    Revisions,
    Row,
    Veil,
)
from goalgen.docx.cells import paragraph_text, row_cells
from goalgen.docx.looks import looks_small
from goalgen.docx.package import DOCUMENT, Package, open_package, write_package
from goalgen.docx.parts import parse, parse_with_instructions
from goalgen.docx.structure import children
from goalgen.docx.walker import frame_of, walk
from goalgen.docx.whole import Content, content

__all__ = [
    "DOCUMENT",
    "Address",
    "Aside",
    "Block",
    "Cell",
    "Content",
    "Flattened",
    "Foreign",
    "Hidden",
    "Look",
    "Medium",
    "Package",
    "Paragraph",
    "Piece",
    "Revisions",
    "Row",
    "Veil",
    "children",
    "content",
    "frame_of",
    "looks_small",
    "open_package",
    "paragraph_text",
    "parse",
    "parse_with_instructions",
    "row_cells",
    "walk",
    "write_package",
]
