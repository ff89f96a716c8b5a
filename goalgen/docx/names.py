"""Things floor: the names of WordprocessingML (ECMA-376 part 1) that goalgen uses, as lxml writes them."""

from __future__ import annotations

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
PKG_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
CUSTOM_XML_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"

BODY, P, R_, T = f"{W}body", f"{W}p", f"{W}r", f"{W}t"
TBL, TR, TC = f"{W}tbl", f"{W}tr", f"{W}tc"
P_PR, R_PR, TC_PR, TR_PR, SECT_PR = f"{W}pPr", f"{W}rPr", f"{W}tcPr", f"{W}trPr", f"{W}sectPr"
V_MERGE, GRID_SPAN, GRID_BEFORE = f"{W}vMerge", f"{W}gridSpan", f"{W}gridBefore"
SDT, SDT_CONTENT = f"{W}sdt", f"{W}sdtContent"
BOOKMARK_START, BOOKMARK_END = f"{W}bookmarkStart", f"{W}bookmarkEnd"
VAL, NAME, ID = f"{W}val", f"{W}name", f"{W}id"
