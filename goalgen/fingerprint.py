"""Things floor: short marks in a built document that tell which text it was built from, and whether it was changed since.

`docProps/custom.xml`, which Word, WPS and LibreOffice keep when they save: `goalgen-0001` … hold a fingerprint for each table
and the fields that its form does not print, `goalgen-seal` a hash of all else. A fingerprint is keyed with a secret that never
leaves the repository: the documents are published, and a million amounts are tried in seconds. No earlier text is in it.
(ECMA-376 part 1, 15.2.12.2 custom file properties.)
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any, BinaryIO, NamedTuple, TypeVar

from lxml import etree

from goalgen.docx import Package, parse
from goalgen.docx.archive import Spooled
from goalgen.docx.parts import BROKEN, NewPart, with_part
from goalgen.text import Edit

NAME = "docProps/custom.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_SEAL = "goalgen-seal"
_MARK = re.compile(r"goalgen-([0-9]{4,9})", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{32}", re.ASCII)
_EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<Properties xmlns="{_PROPERTIES}" xmlns:vt="{_VALUES}"></Properties>'
)
_GONE = "0" * 32
"""The mark of a table that is no more: the others go by their numbers, and keep them."""
_MOST, _BLOCK = 2**22, 2**20
Content = bytes | Spooled
"""What a member is, or where it lies."""
Part = TypeVar("Part", bound=Content)


class Stamps(NamedTuple):
    """What a document says of itself: the fingerprints of its tables, and the fields that they do not print, by number."""

    fingerprints: Mapping[int, str]
    unseen: Mapping[int, Mapping[str, str]]


def fingerprint(value: Mapping[str, Any], key: bytes) -> str:
    """The keyed hash of a value, the same whatever the order of its fields and the layout of its text."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    import hmac  # which a document without any does not pay for

    return hmac.new(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:32]


def stamped(
    parts: Mapping[str, Part], values: Iterable[Mapping[str, Any]], unseen: Sequence[Mapping[str, Any]], key: bytes
) -> dict[str, Part | bytes]:
    """The parts of a document with a mark for each of its tables, and the seal of all the others."""
    texts = {
        f"goalgen-{number:04}": _mark(fingerprint(value, key), more)
        for number, (value, more) in enumerate(zip(values, unseen, strict=True), 1)
    }
    small = {name: content for name, content in parts.items() if not isinstance(content, Spooled)}
    empty = small.get(NAME) or _EMPTY.encode()
    new = {NAME: empty} if NAME in parts else with_part(small, "", NewPart(NAME, empty, "custom-properties", _TYPE))
    there = {**parts, **new}
    texts[_SEAL] = _seal({name: _digest(content) for name, content in there.items() if name != NAME})
    return {**there, NAME: _with(empty, texts)}


def restamped(
    package: Package,
    values: Mapping[int, Mapping[str, Any]],
    unseen: Mapping[int, Mapping[str, Any]],
    key: bytes | None,
) -> dict[str, bytes]:
    """The part with the marks of some tables, by number, made those of other values; no part when none of them has a mark.
    Without the key a mark keeps its fingerprint, and tells what is not printed anew.

    All else of it stays, the seal too, until it is `resealed`. Raises SpliceError.
    """
    content = package.read(NAME) if NAME in package.parts else None
    known = stamps(package).fingerprints
    if content is None or not values.keys() & known.keys():
        return {}
    marks = {
        f"goalgen-{number:04}": _mark(fingerprint(value, key) if key else known[number], unseen[number])
        for number, value in values.items()
        if number in known
    }
    new = _saying(content, marks)
    return {NAME: new} if new != content else {}


def resealed(data: bytes, changed: Mapping[str, bytes]) -> dict[str, bytes]:
    """The part with the marks with a seal of a document whose members are changed to these. Only of one that was as goalgen wrote
    it, and whose fingerprints change with its text: whoever has no key is a stranger who edits it. Raises SpliceError."""
    if NAME not in changed or not is_untouched(data):
        return {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    old, content = members.pop(NAME), changed[NAME]
    if _prints(old) == _prints(content):
        return {}
    sealed = members | {name: each for name, each in changed.items() if name != NAME}
    return {NAME: _saying(content, {_SEAL: _seal({name: _digest(each) for name, each in sealed.items()})})}


def _prints(content: bytes) -> dict[str, str]:
    """The fingerprints of a part, by the names of their properties."""
    return {name: text.partition(" ")[0] for name, text in _texts(content).items() if _MARK.fullmatch(name)}


def _saying(content: bytes, texts: Mapping[str, str]) -> bytes:
    """The part with the properties of these names saying something else, and all other bytes as they are."""
    from goalgen.docx.splice import decode, encode, escape, places  # which reading does not pay for

    part, root = decode(content), parse(content)
    nodes = {
        text: texts[each.get("name", "")]
        for each in root.iterchildren(f"{{{_PROPERTIES}}}property")
        for text in each.iterchildren(f"{{{_VALUES}}}lpwstr")
        if each.get("name") in texts
    }
    found = places(part, root, nodes)
    edits = [Edit(found[node].inner, escape(text)) for node, text in nodes.items() if node.text != text]
    return encode(part, edits) if edits else content


def rearranged(
    package: Package,
    new: Mapping[int, tuple[Mapping[str, Any], Mapping[str, Any]]],
    gone: Collection[int],
    key: bytes | None,
) -> dict[str, bytes]:
    """The part with marks for tables that are new, by number, each with its value and what is not printed of it; and with
    empty ones for those that are gone. No part where the document has no marks, or nothing changes. Raises SpliceError."""
    from goalgen.docx.splice import decode, encode, escape, filled, places

    content = package.read(NAME) if NAME in package.parts else None
    known = stamps(package).fingerprints
    if content is None or not known:
        return {}
    part, root = decode(content), parse(content)
    emptied = {f"goalgen-{number:04}": _GONE for number in gone if number in known}
    texts = {
        text: emptied[each.get("name", "")]
        for each in root.iterchildren(f"{{{_PROPERTIES}}}property")
        for text in each.iterchildren(f"{{{_VALUES}}}lpwstr")
        if each.get("name") in emptied
    }
    found = places(part, root, [*texts, root])
    edits = [Edit(found[node].inner, text) for node, text in texts.items()]
    used = [int(each.get("pid", "1")) for each in root if each.get("pid", "").isdigit()]
    added = "".join(
        f'<property xmlns="{_PROPERTIES}" fmtid="{_FORMAT}" pid="{pid}" name="goalgen-{number:04}">'
        f'<lpwstr xmlns="{_VALUES}">{escape(_mark(fingerprint(value, key), more))}</lpwstr></property>'
        for pid, (number, (value, more)) in enumerate(sorted(new.items()), max([1, *used]) + 1)
        if key is not None and number not in known
    )
    edits += [filled(part, found[root], added)] if added else []
    return {NAME: encode(part, edits)} if edits else {}


def _mark(print_of: str, more: Mapping[str, Any]) -> str:
    """What stands for a table: the fingerprint of its value, and what is not printed of it."""
    return " ".join([print_of, *([json.dumps(more, ensure_ascii=False)] if more else [])])


def is_untouched(data: bytes | BinaryIO) -> bool:
    """Whether a document, its bytes or a file that is open, is just as it was built: its seal is that of its members."""
    try:
        with zipfile.ZipFile(BytesIO(data) if isinstance(data, bytes) else data) as archive:
            if NAME not in archive.namelist() or archive.getinfo(NAME).file_size > _MOST:
                return False
            said = _texts(archive.read(NAME)).get(_SEAL)
            digests = {name: _unpacked(archive, name) for name in archive.namelist() if name != NAME} if said else {}
    except BROKEN:
        return False
    import hmac

    return said is not None and hmac.compare_digest(said, _seal(digests))


def _unpacked(archive: zipfile.ZipFile, name: str) -> bytes:
    """The hash of a member, of which no more than a block is in memory."""
    found = hashlib.sha256()
    with archive.open(name) as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.digest()


def stamps(package: Package) -> Stamps:
    """The marks of a document that goalgen built; nothing of one that has none, or damaged ones."""
    content = package.read(NAME) if NAME in package.parts else None
    prints: dict[int, str] = {}
    unseen: dict[int, Mapping[str, str]] = {}
    for name, text in (_texts(content) if content else {}).items():
        number = _MARK.fullmatch(name)
        mark, _, more = text.partition(" ")
        if number is None or not _HASH.fullmatch(mark):
            continue
        prints[int(number[1])] = mark
        try:
            fields = json.loads(more) if more else {}
        except (ValueError, RecursionError):
            continue
        if isinstance(fields, dict):
            unseen[int(number[1])] = {key: each for key, each in fields.items() if isinstance(each, str)}
    return Stamps(prints, unseen)


def _digest(content: Content) -> bytes:
    return content.digest if isinstance(content, Spooled) else hashlib.sha256(content).digest()


def _seal(members: Mapping[str, bytes]) -> str:
    """The hash of all members: names and the hashes of their bytes, whatever their order and however they are packed."""
    whole = hashlib.sha256()
    for name in sorted(members):
        whole.update(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest())
        whole.update(members[name])
    return whole.hexdigest()


def _texts(content: bytes) -> dict[str, str]:
    """The custom properties that are texts, by name; nothing of a damaged part."""
    try:
        root = parse(content)
    except etree.XMLSyntaxError:
        return {}
    return {
        each.get("name", ""): "".join(value.itertext())
        for each in root.iterchildren(f"{{{_PROPERTIES}}}property")
        for value in each.iterchildren(f"{{{_VALUES}}}lpwstr")
    }


def _with(content: bytes, texts: Mapping[str, str]) -> bytes:
    """The part with these properties at its end, in place of those of the same name."""
    root = parse(content)
    for each in list(root.iterchildren(f"{{{_PROPERTIES}}}property")):
        if each.get("name") in texts or _MARK.fullmatch(each.get("name", "")):
            root.remove(each)
    used = [int(each.get("pid", "1")) for each in root if each.get("pid", "").isdigit()]
    first = max([1, *used]) + 1
    for pid, (name, text) in enumerate(texts.items(), first):
        made = etree.SubElement(root, f"{{{_PROPERTIES}}}property", {"fmtid": _FORMAT, "pid": str(pid), "name": name})
        etree.SubElement(made, f"{{{_VALUES}}}lpwstr").text = text
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
