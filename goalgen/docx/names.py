"""Things floor: the names of WordprocessingML (ECMA-376 part 1) that goalgen uses, as lxml writes them."""

from __future__ import annotations

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
VML = "{urn:schemas-microsoft-com:vml}"
OFFICE = "{urn:schemas-microsoft-com:office:office}"
PKG_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
CUSTOM_XML_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

BODY, P, R_, T = f"{W}body", f"{W}p", f"{W}r", f"{W}t"
TBL, TR, TC = f"{W}tbl", f"{W}tr", f"{W}tc"
P_PR, R_PR, TC_PR, TR_PR, SECT_PR = f"{W}pPr", f"{W}rPr", f"{W}tcPr", f"{W}trPr", f"{W}sectPr"
TBL_PR, TBL_STYLE, P_STYLE, R_STYLE = f"{W}tblPr", f"{W}tblStyle", f"{W}pStyle", f"{W}rStyle"
TBL_GRID, GRID_COL, WIDTH = f"{W}tblGrid", f"{W}gridCol", f"{W}w"
V_MERGE, H_MERGE, GRID_SPAN, GRID_BEFORE = f"{W}vMerge", f"{W}hMerge", f"{W}gridSpan", f"{W}gridBefore"
SDT, SDT_PR, SDT_CONTENT, PROMPT = f"{W}sdt", f"{W}sdtPr", f"{W}sdtContent", f"{W}showingPlcHdr"
DATA_BINDING = f"{W}dataBinding"
BOOKMARK_START, BOOKMARK_END = f"{W}bookmarkStart", f"{W}bookmarkEnd"
VAL, NAME, ID = f"{W}val", f"{W}name", f"{W}id"
AUTHOR, DATE = f"{W}author", f"{W}date"

INS, DEL, MOVE_FROM, MOVE_TO = f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"
DEL_TEXT, CELL_INS, CELL_DEL, CELL_MERGE = f"{W}delText", f"{W}cellIns", f"{W}cellDel", f"{W}cellMerge"
V_MERGE_ORIGINAL = f"{W}vMergeOrig"
P_PR_CHANGE, TC_PR_CHANGE = f"{W}pPrChange", f"{W}tcPrChange"
CUSTOM_XML, SMART_TAG = f"{W}customXml", f"{W}smartTag"
ALTERNATE, CHOICE, FALLBACK = f"{MC}AlternateContent", f"{MC}Choice", f"{MC}Fallback"

TAB, PTAB, CR, BR, TYPE = f"{W}tab", f"{W}ptab", f"{W}cr", f"{W}br", f"{W}type"
HARD_HYPHEN, SOFT_HYPHEN = f"{W}noBreakHyphen", f"{W}softHyphen"
SYM, FONT, CHAR = f"{W}sym", f"{W}font", f"{W}char"
R_FONTS, ASCII, H_ANSI = f"{W}rFonts", f"{W}ascii", f"{W}hAnsi"
HYPERLINK, FLD_SIMPLE, BDO, DIR = f"{W}hyperlink", f"{W}fldSimple", f"{W}bdo", f"{W}dir"
FLD_CHAR, FLD_CHAR_TYPE, INSTR_TEXT = f"{W}fldChar", f"{W}fldCharType", f"{W}instrText"
RUBY, RUBY_BASE, RUBY_TEXT = f"{W}ruby", f"{W}rubyBase", f"{W}rt"
O_MATH, O_MATH_PARA = f"{M}oMath", f"{M}oMathPara"
DRAWING, PICT, OBJECT, TXBX = f"{W}drawing", f"{W}pict", f"{W}object", f"{W}txbxContent"
GRAPHIC_DATA, BLIP, IMAGE_DATA, OLE_OBJECT, CONTROL = (
    f"{A}graphicData",
    f"{A}blip",
    f"{VML}imagedata",
    f"{OFFICE}OLEObject",
    f"{W}control",
)
COMMENT_REFERENCE = f"{W}commentReference"
ALT_CHUNK, SUB_DOC = f"{W}altChunk", f"{W}subDoc"
VANISH, COLOR, SHADING, HIGHLIGHT, FILL = f"{W}vanish", f"{W}color", f"{W}shd", f"{W}highlight", f"{W}fill"
NUM_PR, NUM_ID, I_LVL = f"{W}numPr", f"{W}numId", f"{W}ilvl"
