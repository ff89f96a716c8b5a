"""Things floor: what a file is that is not a .docx, whatever its name says, and what its user can do."""

from __future__ import annotations

import re
import struct

from goalgen.docx.ole import MAGIC as OLE
from goalgen.docx.ole import streams

_SAVE_AS = "请用 Word 或 WPS 打开，另存为 .docx"
_LOCKED = "这是加了密码的 Word 文件，打不开；请用 Word 或 WPS 打开，去掉密码后另存为 .docx"
_RIGHTS = "这是加了权限保护（IRM）的文件，打不开；请有权限的人用 Word 打开，去掉保护后另存为 .docx"
_STREAMS = (
    ("EncryptedPackage", _LOCKED),
    ("EncryptionInfo", _LOCKED),
    ("\tDRMContent", _RIGHTS),
    ("WordDocument", f"这是旧版 .doc 文件；装了 LibreOffice 就能直接读，没有就{_SAVE_AS}"),
    ("Workbook", "这是 Excel 文件（.xls），goalgen 只读 Word 的 .docx"),
    ("Book", "这是 Excel 文件（.xls），goalgen 只读 Word 的 .docx"),
    ("PowerPoint Document", "这是演示文稿（.ppt），goalgen 只读 Word 的 .docx"),
)
_BROKEN = "这是旧版 .doc 一类的文件，已损坏或没有传完整，打不开；请重新取一份，或用 Word 的“打开并修复”另存为 .docx"
_FIB = struct.Struct("<H8xH")
"""How a WordDocument stream begins: what it is and, at byte 10, its flags ([MS-DOC] 2.5.2 FibBase)."""
_WORD = (0xA5EC, 0xA5DC)
"""Word 97 and later, Word 6 and 95."""
_ENCRYPTED = 0x0100
_HEADS = (
    (rb"\{\\rtf", f"这是改了后缀名的 RTF 文件；{_SAVE_AS}"),
    (rb"%PDF", "这是 PDF 文件；goalgen 只读 Word 的 .docx"),
    (rb"(?i)MIME-Version:|From:[^\n]*\nSubject:", f"这是 MHT 网页文件，不是 .docx；{_SAVE_AS}"),
    (rb"(?is)<\?xml.{0,300}Word\.Document|<\?xml.{0,600}pkg:package", f"这是 Word 的 XML 文件，不是 .docx；{_SAVE_AS}"),
    (rb"<", f"这是网页或 XML 文件，不是 .docx；{_SAVE_AS}"),
    (rb"Rar!|7z\xbc\xaf|\x1f\x8b", "这是压缩包，不是 .docx；请先解压"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|BM|II\*|MM\x00\*", "这是图片，不是 .docx；图片里的表读不出来"),
)
_MAIN_PARTS = (
    ("xl/workbook.xml", "这是 Excel 文件（.xlsx），goalgen 只读 Word 的 .docx"),
    ("ppt/presentation.xml", "这是演示文稿（.pptx），goalgen 只读 Word 的 .docx"),
    ("content.xml", f"这是 OpenDocument 文件（.odt 之类），不是 .docx；{_SAVE_AS}"),
    ("Document.xml", f"这是 OFD 版式文件，不是 .docx；{_SAVE_AS}"),
    ("OFD.xml", "这是 OFD 版式文件；goalgen 只读 Word 的 .docx"),
)


def is_doc(data: bytes) -> bool:
    """Whether the bytes are a Word file of the kind before .docx that can be opened: without a password."""
    return data.startswith(OLE) and _told(data) == dict(_STREAMS)["WordDocument"]


def _told(data: bytes) -> str | None:
    """What an OLE file is, by the streams at its top; of one whose directory is damaged, by the names that are in it."""
    there = streams(data)
    names = [name for name, _ in _STREAMS if (name in there if there else name.encode("utf-16-le") in data)]
    found = next(iter(names), None)
    if found == "WordDocument" and _has_password(there.get(found, b"")):
        return _LOCKED
    return dict(_STREAMS).get(found or "")


def _has_password(stream: bytes) -> bool:
    if len(stream) < _FIB.size:
        return False
    kind, flags = _FIB.unpack_from(stream)
    return kind in _WORD and bool(flags & _ENCRYPTED)


def foreign(data: bytes) -> str:
    """What a file that is no zip file is, as a person would say it."""
    if not data.strip(b"\0"):
        return "文件是空的" if not data else "文件里全是零，内容已经丢失；请重新取一份"
    if data.startswith(OLE):
        return _told(data) or (f"这是旧版 .doc 或 .wps 一类的文件；{_SAVE_AS}" if streams(data) else _BROKEN)
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((text for pattern, text in _HEADS if re.match(pattern, head)), "不是 .docx 文件")


def other_package(names: set[str]) -> str | None:
    """What a zip file is that holds no Word document."""
    return next((text for part, text in _MAIN_PARTS if part in names), None)
