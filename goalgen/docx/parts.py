"""Things floor: the parts of a package as XML, and how they are named (ECMA-376 part 2): relationships, content types.

The one place that writes OOXML parts. Strict OOXML (ISO/IEC 29500 part 1) has other names for the same things: they are
read as the usual ones, and a part of a strict document is written in them.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, ParamSpec, TypeVar

from lxml import etree

from goalgen.docx import names as n

CONTENT_TYPES = "[Content_Types].xml"
BROKEN = (
    zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError, zlib.error, KeyError, MemoryError,
    AttributeError, IndexError,
)  # fmt: skip
"""What a damaged member of a zip file may raise."""

_USUAL, _STRICT = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
_NAMES = (
    (_USUAL + b"officeDocument/2006/", _STRICT + b"officeDocument/"),
    (_USUAL + b"wordprocessingml/2006/main", _STRICT + b"wordprocessingml/main"),
    (_USUAL + b"drawingml/2006/main", _STRICT + b"drawingml/main"),
)
_ROOT = re.compile(rb"<[^?!>][^>]*>")
_KINDS = (_USUAL + b"officeDocument/2006/relationships/").decode()
_LINKS, _LINK = f"{n.PKG_RELATIONSHIPS}Relationships", f"{n.PKG_RELATIONSHIPS}Relationship"
_TYPES, _DEFAULT, _OVERRIDE = (f"{n.PKG_CONTENT_TYPES}{name}" for name in ("Types", "Default", "Override"))

_PARSER, _WITH_INSTRUCTIONS = (
    etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=removed,
        collect_ids=False,
    )
    for removed in (True, False)
)

Element = etree._Element
Given = ParamSpec("Given")
T = TypeVar("T")
_ALIKE, _SMALL = 64, 16384
"""So many looks at parts of at most so many bytes are remembered."""
_SPACES = {ord(space): f"&#{ord(space)};" for space in "\t\n\r"}
"""White space that a reader of XML would take for another."""


def escaped(text: str) -> str:
    """A text as it stands in XML between tags."""
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")


def quoted(text: str) -> str:
    """A text as the value of an attribute, in quotes."""
    inner = escaped(text).replace('"', "&quot;")
    return f'"{inner.translate(_SPACES)}"'


class NewPart(NamedTuple):
    """A part to be added: its name in the package, its bytes, the last word of its relationship, and its content type."""

    name: str
    content: bytes
    kind: str
    content_type: str


class DeclaredError(etree.XMLSyntaxError):
    """A part has a document type declaration, which OPC forbids (ECMA-376 part 2, 8.1.4): its entities stand for any text."""


def parse(xml: bytes) -> Element:
    """An XML part as a tree: no network, the usual limits. Comments and processing instructions are looked through, so that
    the text around them is one. Raises etree.XMLSyntaxError; DeclaredError for a part with a DTD, which Word does not open."""
    tree = etree.fromstring(xml, _PARSER)
    if tree.getroottree().docinfo.doctype:
        raise DeclaredError("DOCTYPE", 0, 1, 1)
    return tree


def parse_with_instructions(xml: bytes) -> Element:
    """An XML part as a tree that keeps processing instructions, and a DTD if there is one; no entity is resolved."""
    return etree.fromstring(xml, _WITH_INSTRUCTIONS)


def transitional(xml: bytes) -> bytes:
    """The part with the names of strict OOXML replaced by the usual ones."""
    if _STRICT in xml:
        for usual, strict in _NAMES:
            xml = xml.replace(strict, usual)
    return xml


def is_strict(xml: bytes) -> bool:
    """Whether a part is in the names of strict OOXML: its root says so, whatever its text is about."""
    root = _ROOT.search(xml)
    return root is not None and _STRICT in root[0]


def written(tree: Element, *, strict: bool = False) -> bytes:
    """The part of a tree, in the names of strict OOXML when the document is in them."""
    xml = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    for usual, other in _NAMES if strict else ():
        xml = xml.replace(usual, other)
    return xml


def alike(look: Callable[Given, T]) -> Callable[Given, T]:
    """What a look at small parts gives, given again where the same bytes come again: a program writes the same lists into
    all its files. Those that are not small are looked at anew."""
    known: Callable[Given, T] = lru_cache(maxsize=_ALIKE)(look)  # type: ignore[assignment]

    def of(*given: Given.args, **more: Given.kwargs) -> T:
        small = all(len(each) <= _SMALL for each in given if isinstance(each, bytes))
        return known(*given, **more) if small else look(*given, **more)

    return of


def relations(parts: Mapping[str, bytes], source: str) -> Iterator[tuple[str, str]]:
    """The kind and the target of each relationship of a part (of the package: ""); a damaged list counts as none."""
    try:
        yield from _relations(parts[_links_of(source)], posixpath.dirname(source))
    except (etree.XMLSyntaxError, *BROKEN):
        return


@alike
def _relations(xml: bytes, folder: str) -> tuple[tuple[str, str], ...]:
    """The kind and the target of each relationship in a list."""
    found = []
    for link in parse(xml).iter(_LINK):
        target = link.get("Target", "")
        if link.get("TargetMode") != "External" and target:
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found.append((link.get("Type", "").rsplit("/", 1)[-1], path))
    return tuple(found)


@alike
def declared(types: bytes) -> tuple[tuple[str, str], ...]:
    """The content type and the name of each part that the list of content types names. Raises etree.XMLSyntaxError."""
    return tuple((each.get("ContentType", ""), each.get("PartName", "")) for each in parse(types).iter(_OVERRIDE))


def free_name(parts: Mapping[str, bytes], name: str) -> str:
    """A name that no part has: `word/comments.xml`, else `word/comments1.xml` and so on. Names differ by more than case."""
    stem, extension = posixpath.splitext(name)
    used = {one.lower() for one in parts}
    return next(
        free for number in range(len(used) + 1) if (free := f"{stem}{number or ''}{extension}").lower() not in used
    )


def with_part(parts: Mapping[str, bytes], source: str, part: NewPart) -> dict[str, bytes]:
    """The members that make a new part of a package, which the part `source` refers to (the package itself: ""): it, and those
    that name it."""
    links, types = _whole(parts, _links_of(source)), _whole(parts, CONTENT_TYPES)
    listed = part._replace(content=b"")
    links, types = _with_part(links, types, source, listed, is_strict(parts.get(source, b"")))
    return {CONTENT_TYPES: types, _links_of(source): links, part.name: part.content}


@alike
def _with_part(links: bytes, types: bytes, source: str, part: NewPart, strict: bool) -> tuple[bytes, bytes]:
    """The list of relationships of a part, and that of content types, with one part more."""
    referring, declaring = _listed(links, _LINKS), _listed(types, _TYPES)
    _refer(referring, part, posixpath.dirname(source), strict=strict)
    _declare(declaring, part)
    return written(referring), written(declaring)


def _whole(parts: Mapping[str, bytes], name: str) -> bytes:
    try:
        return parts[name]
    except BROKEN:
        return b""


def _links_of(source: str) -> str:
    folder, base = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _listed(xml: bytes, root: str) -> Element:
    """A list of the package; an empty one for one that is not there or damaged."""
    try:
        return parse(xml)
    except etree.XMLSyntaxError:
        return etree.Element(root, nsmap={None: root[1 : root.index("}")]})


def _refer(links: Element, part: NewPart, folder: str, *, strict: bool) -> None:
    used = {link.get("Id") for link in links}
    first = len(links) + 1
    identifier = next(
        free for number in range(first, first + len(used) + 1) if (free := f"goalgen{number}") not in used
    )
    kind = _KINDS + part.kind
    for usual, other in _NAMES if strict else ():
        kind = kind.replace(usual.decode(), other.decode())
    target = posixpath.relpath(part.name, folder or ".")
    etree.SubElement(links, _LINK, {"Id": identifier, "Type": kind, "Target": target})


def _declare(types: Element, part: NewPart) -> None:
    """Name the content type of a part, unless that of all parts with its extension is the same."""
    name, extension = f"/{part.name}", posixpath.splitext(part.name)[1][1:].lower()
    for override in list(types.iterchildren(_OVERRIDE)):
        if override.get("PartName", "").lower() == name.lower():
            types.remove(override)  # of a part that is gone
    usual = [
        one.get("ContentType") for one in types.iterchildren(_DEFAULT) if one.get("Extension", "").lower() == extension
    ]
    if usual != [part.content_type]:
        etree.SubElement(types, _OVERRIDE, {"PartName": name, "ContentType": part.content_type})
