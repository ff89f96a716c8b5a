"""Things floor: a Word file as a package of parts (ECMA-376 part 2), opened without trust and written the same every time (L5)."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.archive import stored
from goalgen.docx.kinds import foreign, other_package
from goalgen.docx.limits import in_force, is_xml
from goalgen.docx.parts import BROKEN, DeclaredError, alike, declared, parse, relations, transitional
from goalgen.problem import Problem, Severity, Where

DOCUMENT = "word/document.xml"
MAX_DEPTH = 250
"""Most elements that lie in each other; the XML parser itself stops a little later."""

_LOST = {
    "styles": "正文里由样式划掉的、隐藏的、编号的字看不出来，请核对",
    "numbering": "正文里自动编的号没有了，请核对",
}
"""What goes with a part that the body needs."""
_DAMAGED = "文件已损坏或没有传完整，打不开；请重新取一份，或用 Word 的“打开并修复”另存"
_WPS = (b"KSOProductBuildVer", b"WPS Office", b"WPS_Office")


class Parts(Mapping[str, bytes]):
    """The members of a zip file, unpacked when asked for, and once. One that is damaged raises what zipfile raises."""

    def __init__(self, archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]) -> None:
        self._archive, self._members = archive, members
        self._read: dict[str, bytes] = {}

    def __getitem__(self, name: str) -> bytes:
        if name not in self._read:
            self._read[name] = self._archive.read(self._members[name])
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return name in self._members

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def size(self) -> int:
        """What all members come to, in bytes, as the directory says; none is unpacked for it."""
        return sum(member.file_size for member in self._members.values())

    def sizes(self, names: Iterable[str]) -> dict[str, int]:
        """The bytes of the members of some names, as the directory says."""
        return {name: self._members[name].file_size for name in names if name in self._members}


@dataclass
class Package:
    """The parts of a Word file by name, and the tree of its document part. What cannot be used of it is a problem."""

    parts: Parts
    document: etree._Element
    main: str = DOCUMENT
    links: Mapping[str, list[str]] = field(default_factory=dict)
    """the parts that the document refers to, by the kind of relationship"""
    name: str = ""
    problems: list[Problem] = field(default_factory=list)
    _told: set[tuple[str, str]] = field(default_factory=set)

    def part(self, kind: str) -> bytes | None:
        """The first part of a kind, None when there is none or it is damaged."""
        return next((content for name in self.links.get(kind, ()) if (content := self.read(name)) is not None), None)

    def tree(self, kind: str) -> etree._Element | None:
        """The first part of a kind as a tree."""
        return next(self.trees(kind), None)

    def trees(self, kind: str) -> Iterator[etree._Element]:
        """All parts of a kind as trees."""
        for name in self.links.get(kind, ()):
            tree = self.parse(name)
            if tree is not None:
                yield tree

    def parse(self, name: str) -> etree._Element | None:
        """A part as a tree, None when it is not there or damaged."""
        content = self.read(name) if name in self.parts else None
        if content is None:
            return None
        try:
            return parse(transitional(content))
        except DeclaredError:
            self.complain(name, "带有 DTD（<!DOCTYPE …>），Word 也不会打开这样的文件")
            return None
        except etree.XMLSyntaxError:
            self.complain(name, "不是合格的 XML")
            return None

    def read(self, name: str) -> bytes | None:
        """A part, None when it is not there or damaged."""
        try:
            return self.parts[name]
        except BROKEN:
            self.complain(name, "已损坏" if name in self.parts else "不见了")
            return None

    def complain(self, name: str, what: str) -> None:
        """Tell, once, what is wrong with a part that could not be read."""
        if (name, what) not in self._told:
            self._told.add((name, what))
            kind = re.match(r"[a-z]*", posixpath.basename(name))
            lost = _LOST.get(kind[0] if kind else "", "正文不受影响")
            message = f"文件里的 {name} {what}，没有读它；{lost}"
            self.problems.append(Problem("R103", Where(self.name), message, Severity.WARN))

    @property
    def by_wps(self) -> bool:
        """Whether WPS saved the file."""
        properties = (self.read(name) for name in ("docProps/app.xml", "docProps/custom.xml") if name in self.parts)
        return any(mark in content for content in properties if content for mark in _WPS)


def open_package(data: bytes, name: str) -> tuple[Package | None, list[Problem]]:
    """Open the bytes of a .docx; a file that is none, or beyond the limits in force, gives a problem that says what to do.

    No part becomes a tree before all that may become one are counted together.
    """

    def refuse(message: str) -> tuple[None, list[Problem]]:
        return None, [Problem("R101", Where(name), message)]

    if not data.startswith(b"PK"):
        return refuse(foreign(data))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = {member.filename: member for member in archive.infolist() if not member.is_dir()}
    except BROKEN:
        return refuse(_DAMAGED)
    parts, counted, limits = Parts(archive, members), [each for each in members if is_xml(each)], in_force()
    if reason := limits.unpacking(members) or limits.growing(parts, parts.sizes(counted)):
        return refuse(reason)
    main = main_of(parts)
    if main not in parts:
        return refuse(other_package(set(parts)) or f"压缩包里没有 {main}，不是 Word 文档")
    if main not in counted and (reason := limits.growing(parts, parts.sizes([*counted, main]))):
        return refuse(reason)
    document, reason = _document(parts, main)
    if document is None:
        return refuse(reason)
    package = Package(parts, document, main, {}, name)
    package.links = links_of(package)
    linked = [each for some in package.links.values() for each in some if not is_xml(each)]
    if linked and (reason := limits.growing(parts, parts.sizes([*counted, main, *linked]))):
        return refuse(reason)
    return package, package.problems


def _document(parts: Parts, main: str) -> tuple[etree._Element | None, str]:
    """The tree of the document part, or why there is none."""
    try:
        document = parse(transitional(parts[main]))
    except DeclaredError:
        return None, (
            f"正文 {main} 带有 DTD（<!DOCTYPE …>），里面的文字可能被换掉，Word 也不会打开；请用 Word 或 WPS 另存一次"
        )
    except etree.XMLSyntaxError as error:
        return None, _syntax(main, parts[main], error)
    except BROKEN:
        return None, _DAMAGED
    return (document, "") if document.tag == f"{n.W}document" else (None, f"正文 {main} 不是 Word 的正文")


def _syntax(part: str, xml: bytes, error: etree.XMLSyntaxError) -> str:
    if _depth(xml) > MAX_DEPTH:
        return f"正文 {part} 的嵌套太深，不像是 Word 存的，没有读"
    return f"正文 {part} 第{error.lineno or 1}行不是合格的 XML，文件已损坏"


def _depth(xml: bytes) -> int:
    """How many elements lie in each other, counted in the text: libxml2's words for too many change."""
    steps = (0 if tag[2] else -1 if tag[1] else 1 for tag in re.finditer(rb"<(/?)[^<>?!/][^<>]*?(/?)>", xml))
    return max(accumulate(steps), default=0)


def main_of(parts: Mapping[str, bytes]) -> str:
    """The name of the document part: where the package says it is, else where it usually is."""
    named = [path for kind, path in relations(parts, "") if kind == "officeDocument" and path in parts]
    words = [path for path in named if path.startswith("word/") or re.search(r"document\d*\.xml$", path)]
    return words[0] if words else DOCUMENT


_READ = {"styles", "numbering", "comments", "footnotes", "endnotes", "header", "footer"}
_MISSED = {*_READ, "customXml"}
"""What is told of when it is not there: with it goes what nobody can see is gone."""
_TEXTS = _READ - {"styles", "numbering"}
_TYPES = "[Content_Types].xml"
_STORY = re.compile(r"wordprocessingml\.(styles|numbering|comments|footnotes|endnotes|header|footer)\+xml$")


def links_of(package: Package) -> dict[str, list[str]]:
    """The parts that reading needs beside the document; one that is not there is told once."""
    found: dict[str, dict[str, None]] = {}
    folder = posixpath.dirname(package.main)
    for kind, path in relations(package.parts, package.main):
        if kind in _MISSED and path not in package.parts:
            package.complain(path, "不见了")
        elif kind in _READ:
            found.setdefault(kind, {})[path] = None
    _complain_of_lost(package, {path for paths in found.values() for path in paths})
    for kind in ("styles", "numbering"):
        usual = posixpath.join(folder, f"{kind}.xml")
        if kind not in found and usual in package.parts:
            found[kind] = {usual: None}
    return {kind: list(paths) for kind, paths in found.items()}


def _complain_of_lost(package: Package, linked: Collection[str]) -> None:
    """Tell of a damaged list of relationships, and of parts that the content types declare and nobody finds by the list."""
    folder, base = posixpath.split(package.main)
    links = posixpath.join(folder, "_rels", f"{base}.rels")
    for listing in (_TYPES, "_rels/.rels", links):
        if listing in package.parts and not _is_sound(package.read(listing) or b""):
            package.parse(listing)  # which tells of it
    for kind, path in _declared(package):
        if path not in package.parts:
            package.complain(path, "不见了")
        elif kind in _TEXTS and posixpath.dirname(path) == folder and path not in linked:
            package.complain(path, "没有连到正文")


def _declared(package: Package) -> Iterator[tuple[str, str]]:
    """The kind and the name of each part of the text that the content types name."""
    try:
        named = declared(package.parts[_TYPES])
    except (etree.XMLSyntaxError, *BROKEN):
        return
    for content_type, name in named:
        if match := _STORY.search(content_type):
            yield match[1], name.lstrip("/")


@alike
def _is_sound(xml: bytes) -> bool:
    """Whether a part is XML without a DTD."""
    try:
        parse(transitional(xml))
    except etree.XMLSyntaxError:
        return False
    return True


def write_package(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a .docx, in the given order: the same parts give the same bytes on every machine.

    Members are stored, not deflated: what deflate gives depends on the zlib at hand, and law L5 does not bend for that; git,
    too, keeps only what differs between two books that are stored (see docs/performance.md).
    """
    return stored(parts)
