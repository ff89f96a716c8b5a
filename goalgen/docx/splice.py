"""Things floor: an XML part as a text with ranges, so that an edit of it touches the bytes of what changes and no others.

A tree says what an element means, a lexer where it stands: the n-th start tag of a name in the text is the n-th element of
that name in the tree (XML 1.0, 2.8: comments, processing instructions and CDATA hold no tags; 2.3: no attribute holds a `<`).
Only names that are asked for are looked for, and only a block that is asked for is lexed whole. The tree is the one that
`parse` gives of the same bytes, not changed since.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.archive import SpliceError
from goalgen.text import Edit, Span, apply_edits

Element = etree._Element

_BLANK = " \t\r\n"
_SIGNS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"),
)  # fmt: skip
"""How a part begins whose declaration does not tell its encoding (XML 1.0, appendix F)."""
_DECLARED = re.compile(rb"""<\?xml\b[^>]*?\bencoding\s*=\s*["']([\w.:-]+)""")
_DECLARATION = re.compile(r"\ufeff?<\?xml\s")
_NO_TAGS = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_ATTRIBUTES = r"""[^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*"""
_TAG = re.compile(rf"<(?:/([^\s>]+)\s*|([^\s/>]+){_ATTRIBUTES})>")
_TAG_END = re.compile(rf"{_ATTRIBUTES}>")
_ATTRIBUTE = re.compile(r"""\s([^\s=]+)\s*=\s*("[^"]*"|'[^']*')""")
_IN_TEXT = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(?P<data>.*?)\]\]>|&(?P<ref>[^;]*);|(?P<char>\r\n|[^<])", re.DOTALL
)
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_FORBIDDEN = re.compile("[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class PartText:
    """An XML part as a text; a byte order mark is its first character."""

    text: str
    encoding: str
    tags: str
    """the text, of the same length, with nothing in it that looks like a tag and is none"""


class Place(NamedTuple):
    """Where an element stands: its start tag, its content, its end tag. `<w:p/>` ends where its start tag ends."""

    start: int
    opened: int
    closing: int
    end: int

    @property
    def outer(self) -> Span:
        """All of the element."""
        return Span(self.start, self.end)

    @property
    def inner(self) -> Span:
        """What is between its tags; empty, and behind it, when it is one tag."""
        return Span(self.opened, self.closing)

    @property
    def alone(self) -> bool:
        """Whether the element is one tag, `<w:p/>`."""
        return self.opened == self.end


def decode(xml: bytes) -> PartText:
    """The text of a part. Raises SpliceError for one that is not encoded back to its bytes, or has a DOCTYPE."""
    encoding = next((encoding for sign, encoding in _SIGNS if xml.startswith(sign)), "")
    if not encoding:
        declared = _DECLARED.match(xml)
        encoding = declared[1].decode() if declared else "utf-8"
    try:
        text = xml.decode(encoding)
        same = text.encode(encoding) == xml
    except (UnicodeError, LookupError):
        same = False
    if not same:
        raise SpliceError(f"文件里的 XML 用的编码 {encoding} 认不准，不能在原处修改；请用 Word 或 WPS 另存一次")
    return PartText(text, encoding, _only_tags(text))


def encode(part: PartText, edits: Iterable[Edit]) -> bytes:
    """The bytes of a part with edits; a new character that its encoding does not have is written as a reference."""
    return apply_edits(part.text, edits).encode(part.encoding, "xmlcharrefreplace")


def places(
    part: PartText, root: Element, wanted: Iterable[Element], within: Span | None = None
) -> dict[Element, Place]:
    """Where elements stand. `root` is the part's root; or any element, when `within` is its outer range."""
    names: dict[tuple[str, str | None], set[Element]] = {}
    for node in wanted:
        names.setdefault((str(node.tag), node.prefix), set()).add(node)
    start, end = within or (0, len(part.text))
    found: dict[Element, Place] = {}
    for (tag, prefix), nodes in names.items():
        name = _name(tag, prefix)
        opening, either = (re.compile(rf"<{slash}{re.escape(name)}(?=[ \t\r\n/>])") for slash in ("", "(/?)"))
        starts = [match.start() for match in opening.finditer(part.tags, start, end)]
        there = [node for node in root.iter(tag) if node.prefix == prefix]
        if len(starts) != len(there):
            raise _differ()
        standing = zip(there, starts, strict=True)
        found.update((node, _whole(part.tags, at, either)) for node, at in standing if node in nodes)
    return found


def inside(part: PartText, node: Element, place: Place) -> dict[Element, Place]:
    """Where an element and all that are in it stand: the whole of it is lexed."""
    lexed = list(_lexed(part.tags, place.outer))
    there = list(node.iter(etree.Element))
    if [name for name, _ in lexed] != [_name(str(one.tag), one.prefix) for one in there]:
        raise _differ()
    return {one: where for one, (_, where) in zip(there, lexed, strict=True)}


def element_at(part: PartText, start: int) -> Place | None:
    """The element whose start tag begins at an offset, None when there is none."""
    tag = _TAG.match(part.tags, start)
    if tag is None or tag[2] is None:
        return None
    return _whole(part.tags, start, re.compile(rf"<(/?){re.escape(tag[2])}(?=[ \t\r\n/>])"))


def filled(part: PartText, place: Place, xml: str) -> Edit:
    """Put XML at the end of an element's content; one that is a single tag is opened for it."""
    if not place.alone:
        return Edit(Span(place.closing, place.closing), xml)
    name = _TAG.match(part.text, place.start)
    return Edit(Span(place.end - 2, place.end), f">{xml}</{name[2] if name else ''}>")


def with_attribute(part: PartText, place: Place, name: str, value: str) -> Edit:
    """Set an attribute, named with its prefix as in the text, of an element."""
    quoted = '"{}"'.format(escape(value).replace('"', "&quot;"))
    for attribute in _ATTRIBUTE.finditer(part.text, place.start, place.opened):
        if attribute[1] == name:
            return Edit(Span(*attribute.span(2)), quoted)
    at = place.opened - (2 if place.alone else 1)
    return Edit(Span(at, at), f" {name}={quoted}")


def retyped(
    part: PartText, node: Element, place: Place, edits: Iterable[Edit], *, preserve: bool = False
) -> list[Edit]:
    """Edits of the text that a `w:t` shows as edits of the part. A reference such as `&#8805;` is one character.

    What the element shows leaves out edge spaces that are not preserved (`shown`). Where the new text has such, or with
    `preserve`, they are made to be preserved, and what was not shown before is taken away. Characters that stay keep their
    spelling.
    Raises SpliceError for text that XML cannot hold or that stands between tags (line ends and tabs are elements).
    """
    characters = _characters(part, place)
    text = "".join(character.text for character in characters)
    if text != (node.text or ""):
        raise _differ()
    first, last = _visible(node, text)
    changes = [edit for edit in edits if edit.text != text[first:last][edit.span.start : edit.span.end]]
    new = apply_edits(text[first:last], changes)
    if any(_FORBIDDEN.search(change.text) for change in changes):
        raise SpliceError("文字里有控制字符、换行或制表符，不能写进一段文字里")
    moved = [Edit(Span(span.start + first, span.end + first), text) for span, text in changes]
    made: list[Edit] = []
    if not _is_preserved(node) and (preserve or new != new.strip(_BLANK)):
        made.append(with_attribute(part, place, "xml:space", "preserve"))
        moved += [Edit(span, "") for span in (Span(0, first), Span(last, len(text))) if span.start < span.end]
    if place.alone:
        return [*made, filled(part, place, escape(new))] if new else []
    moved += _loose_ends(characters, moved)
    return [*made, *(edit for change in moved for edit in _written(characters, place, change))]


def shown(node: Element) -> str:
    """The characters of a `w:t` that are shown, as they are in the XML: without edge spaces, unless they are preserved."""
    text = node.text or ""
    first, last = _visible(node, text)
    return text[first:last]


def escape(text: str) -> str:
    """A text as it is written in content."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class _Character(NamedTuple):
    text: str
    span: Span
    in_data: bool
    """in a CDATA section, where nothing is escaped"""


def _only_tags(text: str) -> str:
    declaration = _DECLARATION.match(text)
    if "<!" not in text and text.find("<?", declaration.end() if declaration else 0) < 0:
        return text
    tags = _NO_TAGS.sub(lambda match: " " * len(match[0]), text)
    if "<!" in tags:
        raise SpliceError("文件里的 XML 带有 DOCTYPE，不能在原处修改；请用 Word 或 WPS 另存一次")
    return tags


def _differ() -> SpliceError:
    return SpliceError("文件里的 XML 与读到的对不上，不能在原处修改；请用 Word 或 WPS 另存一次")


def _name(tag: str, prefix: str | None) -> str:
    local = tag.rpartition("}")[2]
    return f"{prefix}:{local}" if prefix else local


def _whole(tags: str, start: int, either: re.Pattern[str]) -> Place:
    """The element whose start tag begins at `start`; `either` finds the tags of its name."""
    opened = closing = _past(tags, start)
    if tags[opened - 2] == "/":
        return Place(start, opened, opened, opened)
    depth, end = 1, opened
    while depth:
        match = either.search(tags, end)
        if match is None:
            raise _differ()
        closing, end = match.start(), _past(tags, match.start())
        depth += -1 if match[1] else tags[end - 2] != "/"
    return Place(start, opened, closing, end)


def _past(tags: str, start: int) -> int:
    match = _TAG_END.match(tags, start)
    if match is None:
        raise _differ()
    return match.end()


def _lexed(tags: str, span: Span) -> Iterator[tuple[str, Place]]:
    """The elements of a range by their names, in the order of their start tags."""
    found: list[tuple[str, int, int]] = []
    ends: dict[int, tuple[int, int]] = {}
    opened: list[int] = []
    for match in _TAG.finditer(tags, *span):
        start, end = match.span()
        name = match[2]
        if name is None:
            if not opened:
                raise _differ()
            ends[opened.pop()] = start, end
        else:
            if tags[end - 2] != "/":
                opened.append(len(found))
            found.append((name, start, end))
    if opened:
        raise _differ()
    for index, (name, start, end) in enumerate(found):
        yield name, Place(start, end, *ends.get(index, (end, end)))


def _characters(part: PartText, place: Place) -> list[_Character]:
    """The characters of the text that an element begins with, up to its first child."""
    found: list[_Character] = []
    at = place.opened
    while at < place.closing and (match := _IN_TEXT.match(part.text, at, place.closing)):
        at = match.end()
        if match["ref"] is not None:
            found.append(_Character(_referred(match["ref"]), Span(*match.span()), False))
        elif match["char"] is not None:
            found.append(_Character(_normal(match["char"]), Span(*match.span()), False))
        elif match["data"] is not None:
            start = match.start("data")
            pieces = re.finditer(r"\r\n|.", match["data"], re.DOTALL)
            found += [_Character(_normal(p[0]), Span(start + p.start(), start + p.end()), True) for p in pieces]
    return found


def _normal(char: str) -> str:
    """A line end as XML reads it (XML 1.0, 2.11)."""
    return "\n" if char[0] == "\r" else char


def _referred(name: str) -> str:
    try:
        return _NAMED[name] if name in _NAMED else chr(int(name[2:], 16) if name[:2] == "#x" else int(name[1:]))
    except (ValueError, OverflowError):
        raise _differ() from None


def _is_preserved(node: Element) -> bool:
    root = node.getroottree().getroot()
    return "preserve" in (node.get(n.XML_SPACE), root.get(n.XML_SPACE))


def _visible(node: Element, text: str) -> tuple[int, int]:
    """From where to where a text is shown; of one that is all blank nothing, at its end."""
    if _is_preserved(node):
        return 0, len(text)
    first = len(text) - len(text.lstrip(_BLANK))
    return first, max(first, len(text.rstrip(_BLANK)))


def _written(characters: Sequence[_Character], place: Place, edit: Edit) -> Iterator[Edit]:
    """An edit of characters as edits of their spellings; what stands between them, such as a comment, stays."""
    (start, end), new = edit
    if start == end:
        at = characters[start - 1].span.end if start else characters[0].span.start if characters else place.opened
        in_data = bool(characters) and characters[max(start - 1, 0)].in_data
        yield Edit(Span(at, at), _spelt(new, in_data))
        return
    touched = characters[start:end]
    while touched:
        size = next(
            (i for i in range(1, len(touched)) if touched[i].span.start != touched[i - 1].span.end), len(touched)
        )
        yield Edit(Span(touched[0].span.start, touched[size - 1].span.end), _spelt(new, touched[0].in_data))
        touched, new = touched[size:], ""


def _spelt(text: str, in_data: bool) -> str:
    """A text as it is put in; a CDATA section is closed before and opened again after it."""
    return f"]]>{escape(text)}<![CDATA[" if in_data and text else escape(text)


def _loose_ends(characters: Sequence[_Character], edits: Sequence[Edit]) -> list[Edit]:
    """`]]>` must not be written in a text (XML 1.0, 2.4): a `>` that comes to stand behind `]]` is escaped."""
    text = "".join(character.text for character in characters)
    bare = [i for i, one in enumerate(characters) if one.text == ">" and one.span.end - one.span.start == 1]
    changed = {i for edit in edits for i in range(*edit.span)}
    behind = {i for edit in edits for i in (edit.span.end, edit.span.end + 1)}
    return [
        Edit(Span(i, i + 1), ">")
        for i in bare
        if i in behind and i not in changed and not characters[i].in_data
        if apply_edits(text[:i], [edit for edit in edits if edit.span.end <= i]).endswith("]]")
    ]
