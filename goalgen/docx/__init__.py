"""Things floor: a Word file as addressed blocks. All knowledge of reading OOXML lives in this package."""

from goalgen.docx.blocks import Address, Aside, Block, Cell, Foreign, Hidden, Medium, Paragraph, Revisions, Row, Veil
from goalgen.docx.content import Content, content
from goalgen.docx.package import DOCUMENT, Package, open_package, parse, write_package
from goalgen.docx.walk import children, paragraph_text, row_cells, walk

__all__ = [
    "DOCUMENT",
    "Address",
    "Aside",
    "Block",
    "Cell",
    "Content",
    "Foreign",
    "Hidden",
    "Medium",
    "Package",
    "Paragraph",
    "Revisions",
    "Row",
    "Veil",
    "children",
    "content",
    "open_package",
    "paragraph_text",
    "parse",
    "row_cells",
    "walk",
    "write_package",
]
