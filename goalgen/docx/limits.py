"""Things floor: how much of a Word file is looked into, counted in its bytes before a tree is made of any of them.

A tree takes some 400 bytes of memory for an element and 200 for an attribute, whatever part it is of: all XML parts of a
file have one account. An honest file that is larger is read when the settings say so many times more is all right.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from goalgen.docx.parts import BROKEN

SETTING = "word-limit"
"""The setting that makes the limits so many times as large."""
MOST_TIMES = 1000

MAX_ELEMENTS = 1_000_000
"""Most elements of all XML parts: 1,400 projects in one file have 940,000."""
MAX_NODES = 1_500_000
"""Most elements and attributes."""
MAX_XML = 64 * 2**20
"""Most bytes of XML."""
MAX_TOTAL = 512 * 2**20
"""Largest sum of all parts, in bytes."""
MAX_RATIO, RATIO_FROM = 300, 8 * 2**20
"""No document of this size is packed tighter."""
MAX_MEMBERS = 20_000

_SHORTEST = len("<a/>")
"""No element, and no attribute, takes fewer bytes in any encoding."""
_XML = (".xml", ".rels", ".vml")
_DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]*)", re.IGNORECASE)
_ENCODINGS = {b"utf-8", b"utf8", b"us-ascii", b"ascii", b"gbk", b"gb2312", b"gb18030", b"iso-8859-1", b"windows-1252"}
"""Those in which every mark has a byte `<`; so it is in UTF-16, which shows by its first bytes."""
_EBCDIC = b"Lo\xa7\x94"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Limits(NamedTuple):
    """The limits, so many times."""

    times: int = 1

    @property
    def elements(self) -> int:
        """Most elements."""
        return MAX_ELEMENTS * self.times

    def unpacking(self, members: Mapping[str, zipfile.ZipInfo]) -> str | None:
        """Why a zip file is not unpacked: it is locked, or more comes out of it than a document holds."""
        if any(member.flag_bits & 1 for member in members.values()):
            return "压缩包加了密码，打不开；请另存为不加密的 .docx"
        total = sum(member.file_size for member in members.values())
        packed = sum(member.compress_size for member in members.values())
        most = max(total / MAX_TOTAL, len(members) / MAX_MEMBERS)
        if total > RATIO_FROM:
            most = max(most, total / MAX_RATIO / max(packed, 1))
        if most > self.times:
            what = f"展开后有 {total // 2**20} MB、{len(members)} 个部件，像是“压缩炸弹”，没有打开"
            return what + _advice(most, "；确知没有问题的，")
        return None

    def growing(self, parts: Mapping[str, bytes], sizes: Mapping[str, int]) -> str | None:
        """Why no tree is made of some parts, all taken together; `sizes` are their bytes, as the directory says."""
        total, most = sum(sizes.values()), MAX_XML * self.times
        if total > most:
            told = f"文件里的 XML 有 {total // 2**20} MB，超过 {most // 2**20} MB，没有打开；请拆成几个文件"
            return told + _advice(total / MAX_XML, "，或")
        if total <= _SHORTEST * MAX_ELEMENTS * self.times:
            return None
        counts: dict[str, tuple[int, int]] = {}
        for name in sizes:
            count = _count(parts, name)
            if count is None:
                return f"文件里的 {name} 的编码少见，不像是 Word 存的，没有打开；请用 Word 或 WPS 另存一次"
            counts[name] = count
        elements = {name: count[0] for name, count in counts.items()}
        nodes = {name: sum(count) for name, count in counts.items()}
        return self._above(elements, "元素", MAX_ELEMENTS) or self._above(nodes, "元素和属性", MAX_NODES)

    def _above(self, numbers: Mapping[str, int], what: str, limit: int) -> str | None:
        total, worst = sum(numbers.values()), max(numbers, key=numbers.__getitem__)
        if total <= limit * self.times:
            return None
        told = f"文件里有 {total} 个{what}，{worst} 里就有 {numbers[worst]} 个；超过 {limit * self.times} 个，没有打开"
        return f"{told}；请拆成几个文件{_advice(total / limit, '，或')}"


def is_xml(name: str) -> bool:
    """Whether a part is XML, by its name."""
    return name.lower().endswith(_XML)


def _advice(most: float, lead: str) -> str:
    """How an honest file is read all the same: by the setting, where it goes so far."""
    times = int(most) + 1
    return f"{lead}在 goalgen.toml 里写 {SETTING} = {times}" if times <= MOST_TIMES else ""


def _count(parts: Mapping[str, bytes], name: str) -> tuple[int, int] | None:
    """At least as many elements and attributes as a part has; None for one in an encoding that cannot be counted."""
    try:
        xml = parts[name]
    except BROKEN:
        return 0, 0  # nor will a tree be made of it
    if xml.startswith(_UTF16):
        return xml.count(b"<"), xml.count(b"=")
    declared = _DECLARED.match(xml[:1000])
    if xml.startswith(_EBCDIC) or (declared and declared[1].lower() not in _ENCODINGS):
        return None
    elements = xml.count(b"<")
    if not xml.count(b"<!") and xml.count(b"<?") < 2:  # so that each "</" is an end
        elements -= xml.count(b"</")
    return elements, xml.count(b"=")


_TIMES: ContextVar[int] = ContextVar("times", default=1)


def in_force() -> Limits:
    """The limits that files are opened by here."""
    return Limits(_TIMES.get())


@contextmanager
def in_times(times: int) -> Iterator[None]:
    """Files that are opened within may be so many times as large."""
    token = _TIMES.set(times)
    try:
        yield
    finally:
        _TIMES.reset(token)
