"""Things floor: the part of a built document that carries what its form does not print. Values only, never comments.

`customXml/itemN.xml`: `<specs xmlns="urn:goalgen:specs:1" form="…"><spec>{"年度": "2022"}</spec>…</specs>`, one JSON
object for each table, in the order of the tables. It never overrules what is visible.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from lxml import etree

from goalgen.docx import Package, parse
from goalgen.docx.parts import NewPart, escaped, quoted, with_part
from goalgen.text import Edit

_NAMESPACE = "urn:goalgen:specs:1"
_DEEP = 8
_PART = re.compile(r"customXml/item(\d+)\.xml")


def embed(parts: Mapping[str, bytes], main: str, form: str, values: Sequence[Mapping[str, Any]]) -> dict[str, bytes]:
    """The parts with one more that carries the values, one mapping for each table; the document part `main` refers to it."""
    used = {int(match[1]) for name in parts if (match := _PART.fullmatch(name))}
    name = f"customXml/item{max(used, default=0) + 1}.xml"
    specs = "".join(f"<spec>{escaped(json.dumps(value, ensure_ascii=False))}</spec>" for value in values)
    content = f'<?xml version="1.0" encoding="UTF-8"?>\n<specs xmlns="{_NAMESPACE}" form={quoted(form)}>{specs}</specs>'
    part = NewPart(name, content.encode(), "customXml", "application/xml")
    return {**parts, **with_part(parts, main, part)}


def refresh(package: Package, values: Mapping[int, Mapping[str, Any]]) -> dict[str, bytes]:
    """The part that carries values, with some of them, by their place from 0, replaced; no part when it stays as it is.

    Raises SpliceError when it cannot be changed in place.
    """
    from goalgen.docx.splice import decode, encode, places  # which reading does not pay for

    for name in filter(_PART.fullmatch, package.parts):
        content = package.read(name)
        if content and _NAMESPACE.encode() in content:
            part, root = decode(content), parse(content)
            nodes = list(root.iterchildren(f"{{{_NAMESPACE}}}spec"))
            wanted = {nodes[place]: json.dumps(value, ensure_ascii=False) for place, value in values.items()}
            found = places(part, root, wanted)
            edits = [Edit(found[node].inner, escaped(text)) for node, text in wanted.items() if node.text != text]
            return {name: encode(part, edits)} if edits else {}
    return {}


def rearranged(package: Package, count: int, gone: Collection[int]) -> dict[str, bytes]:
    """The part that carries values, with so many of them, those that are new empty, and those at places that are `gone`
    emptied: the others go by their places, and keep them. No part when it stays as it is. Raises SpliceError."""
    from goalgen.docx.splice import decode, encode, filled, places

    for name in filter(_PART.fullmatch, package.parts):
        content = package.read(name)
        if content and _NAMESPACE.encode() in content:
            part, root = decode(content), parse(content)
            nodes = list(root.iterchildren(f"{{{_NAMESPACE}}}spec"))
            emptied = [node for place, node in enumerate(nodes) if place in gone and node.text != "{}"]
            found = places(part, root, [*emptied, root])
            edits = [Edit(found[node].inner, "{}") for node in emptied]
            prefix = f"{root.prefix}:" if root.prefix else ""
            more = f"<{prefix}spec>{{}}</{prefix}spec>" * max(0, count - len(nodes))
            edits += [filled(part, found[root], more)] if more else []
            return {name: encode(part, edits)} if edits else {}
    return {}


def extract(package: Package) -> tuple[str | None, list[dict[str, Any]]]:
    """The form's name and the values that a built document carries; what is damaged of them is told and left out."""
    for name in filter(_PART.fullmatch, package.parts):
        content = package.read(name)
        if not content or _NAMESPACE.encode() not in content:
            continue
        try:
            root = parse(content)
            values = [json.loads(node.text or "") for node in root.iterchildren(f"{{{_NAMESPACE}}}spec")]
        except (etree.XMLSyntaxError, ValueError, RecursionError):
            package.complain(name, "里不印的项已损坏")
            continue
        kept = [
            {key: text for key, text in value.items() if _is_text(text)} if isinstance(value, dict) else {}
            for value in values
        ]
        if kept != values:
            package.complain(name, "里不印的项有的不是文字")
        return root.get("form"), kept
    return None, []


def _is_text(value: object) -> bool:
    """Whether a value is one that a spec may hold: a text, or texts in lists and mappings, not too deep."""
    waiting = [(value, 0)]
    while waiting:
        here, depth = waiting.pop()
        inner = here if isinstance(here, list) else list(here.values()) if isinstance(here, dict) else None
        if depth > _DEEP or (inner is None and not isinstance(here, str)):
            return False
        waiting += [(each, depth + 1) for each in inner or ()]
    return True
