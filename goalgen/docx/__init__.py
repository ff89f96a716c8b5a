"""Things floor: a Word file as addressed blocks. All knowledge of reading OOXML lives in this package."""

from goalgen.docx.package import DOCUMENT, Package, open_package, parse, write_package
from goalgen.docx.walk import Address, Block, Cell, Paragraph, Row, children, paragraph_text, row_cells, walk

__all__ = [
    "DOCUMENT",
    "Address",
    "Block",
    "Cell",
    "Package",
    "Paragraph",
    "Row",
    "children",
    "open_package",
    "paragraph_text",
    "parse",
    "row_cells",
    "walk",
    "write_package",
]
