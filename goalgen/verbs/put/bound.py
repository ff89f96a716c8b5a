"""Verbs floor: the data behind content controls change along with what the controls show (ECMA-376 part 1, 17.5.2.6).

When Word opens a document it shows the data, so a control that was changed alone would change back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from lxml import etree

from goalgen.docx import Package, parse
from goalgen.docx import names as n
from goalgen.docx.bindings import Stored, says_otherwise, settings_of, stored, stores
from goalgen.docx.parts import transitional
from goalgen.docx.splice import decode, encode, escape, places, with_attribute
from goalgen.text import Edit
from goalgen.verbs.put.paper import Refusal

Element = etree._Element
Key = tuple[str, Element, str]

_BREAKS = {n.BR: "\n", n.CR: "\n", n.TAB: "\t"}


def refreshed(package: Package, document: bytes) -> dict[str, bytes]:
    """The data parts that are to say what the controls of a new document part show. Raises Refusal."""
    if b"dataBinding" not in document:
        return {}
    data = stores(package)
    changed = parse(transitional(document))
    before, after = _shown(package.document, data), _shown(changed, data)
    wanted: dict[str, dict[Key, tuple[Stored, str]]] = defaultdict(dict)
    for key, (found, texts, otherwise) in after.items():
        was = before[key][1] if key in before else {found.text: None}
        new = [text for text in texts if text not in was]
        if new and (len(new) > 1 or (otherwise and found.text not in was)):
            raise Refusal(
                "P307", f"「{new[0]}」所在的控件绑定着数据（日期、下拉选项等），数据怎样改说不准；请在 Word 里改"
            )
        if new and found.text != new[0]:
            wanted[found.part][key] = found, new[0]
    return {part: _written(package, part, [*changes.values()]) for part, changes in wanted.items()}


def _shown(tree: Element, data: Mapping[str, tuple[str, Element]]) -> dict[Key, tuple[Stored, dict[str, None], bool]]:
    """What controls show, by what they are bound to; and whether the data say it in another way."""
    found: dict[Key, tuple[Stored, dict[str, None], bool]] = {}
    for control in tree.iter(n.SDT):
        here = stored(control, data) if settings_of(control, n.PROMPT) is None else None
        if here is not None:
            key = (here.part, here.node, here.attribute)
            found.setdefault(key, (here, {}, says_otherwise(control)))[1][_text(control)] = None
    return found


def _text(control: Element) -> str:
    paragraphs = list(control.iter(n.P)) or [control]
    return "\n".join(
        "".join(node.text or "" if node.tag == n.T else _BREAKS[str(node.tag)] for node in one.iter(n.T, *_BREAKS))
        for one in paragraphs
    )


def _written(package: Package, part: str, changes: list[tuple[Stored, str]]) -> bytes:
    """A data part with some of its texts replaced."""
    text = decode(package.parts[part])
    found = places(text, changes[0][0].node.getroottree().getroot(), [one.node for one, _ in changes])
    edits: list[Edit] = []
    for one, new in changes:
        place = found[one.node]
        if one.attribute:
            edits.append(with_attribute(text, place, _as_written(one), new))
        elif len(one.node):
            raise Refusal("P307", f"「{one.text}」所在的控件绑定的数据里还有别的内容，数据怎样改说不准；请在 Word 里改")
        elif place.alone:
            name = text.text[place.start + 1 : place.opened].split()[0].rstrip("/>")
            edits.append(Edit(place.outer._replace(start=place.end - 2), f">{escape(new)}</{name}>"))
        else:
            edits.append(Edit(place.inner, escape(new)))
    return encode(text, edits)


def _as_written(one: Stored) -> str:
    """The name of an attribute with its prefix."""
    uri, _, local = one.attribute.rpartition("}")
    prefix = next((key for key, value in one.node.nsmap.items() if key and value == uri[1:]), None)
    return f"{prefix}:{local}" if prefix else local
