"""Things floor: a Word file as a package of parts (ECMA-376 part 2), opened without trust and written the same every time (L5)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from goalgen.problem import Problem, Where

DOCUMENT = "word/document.xml"
MAX_PART = 512 * 2**20
"""Largest part that is unpacked, in bytes."""
MAX_TOTAL = 1024 * 2**20
"""Largest sum of all parts, in bytes."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every member that is written: the first that a zip file can hold."""

_OTHER_KINDS = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "这是旧版 .doc 文件，或加了密码的文件；请用 Word 或 WPS 打开，另存为不加密的 .docx",
    ),
    (b"{\\rtf", "这是改了后缀名的 RTF 文件；请用 Word 或 WPS 打开，另存为 .docx"),
    (b"%PDF", "这是 PDF 文件；goalgen 只读 Word 的 .docx"),
    (b"<", "这是网页或 XML 文件，不是 .docx；请用 Word 或 WPS 打开，另存为 .docx"),
    (b"MIME-Version", "这是 MHT 网页文件，不是 .docx；请用 Word 或 WPS 打开，另存为 .docx"),
)


class Package(NamedTuple):
    """The parts of a Word file by name, and the tree of its document part."""

    parts: Mapping[str, bytes]
    document: etree._Element


def parse(xml: bytes) -> etree._Element:
    """An XML part as a tree: no entities, no network, no limits lifted but that on depth. Raises etree.XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    return etree.fromstring(xml, parser)


def open_package(data: bytes, name: str) -> tuple[Package | None, list[Problem]]:
    """Open the bytes of a .docx; a file that is none gives a problem that says what it is and what to do."""

    def refuse(message: str) -> tuple[None, list[Problem]]:
        return None, [Problem("R101", Where(name), message)]

    if not data:
        return refuse("文件是空的")
    if not data.startswith(b"PK"):
        head = data.lstrip()[:16]
        return refuse(next((text for magic, text in _OTHER_KINDS if head.startswith(magic)), "不是 .docx 文件"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if any(member.flag_bits & 1 for member in members):
                return refuse("压缩包加了密码，打不开；请另存为不加密的 .docx")
            sizes = [member.file_size for member in members]
            if sizes and (max(sizes) > MAX_PART or sum(sizes) > MAX_TOTAL):
                return refuse(f"展开后超过 {MAX_TOTAL // 2**20} MB，像是“压缩炸弹”，没有打开")
            parts = {member.filename: archive.read(member) for member in members if not member.is_dir()}
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError, zipfile.zlib.error):  # type: ignore[attr-defined]
        return refuse("文件已损坏或没有传完整，打不开；请重新取一份，或用 Word 的“打开并修复”另存")
    if DOCUMENT not in parts:
        return refuse(f"压缩包里没有 {DOCUMENT}，不是 Word 文档")
    try:
        return Package(parts, parse(parts[DOCUMENT])), []
    except etree.XMLSyntaxError as error:
        return refuse(f"正文 {DOCUMENT} 第{error.lineno or 1}行不是合格的 XML，文件已损坏")


def write_package(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a .docx, in the given order: the same parts give the same bytes on every machine.

    Members are stored, not deflated: what deflate gives depends on the zlib at hand, and law L5 does not bend for that.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name, EPOCH)
            member.create_system = 0
            archive.writestr(member, content)
    return out.getvalue()
