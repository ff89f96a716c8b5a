"""Things floor: content controls that show data of another part (ECMA-376 part 1, 17.5.2.6), and what the data say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.package import Package

Element = etree._Element

_PATH = re.compile(r"(?:/[\w.:-]+(?:\[\d{1,4}\])?)+(?:/@[\w.:-]+)?")
_PREFIX = re.compile(r"xmlns:([\w.-]+)=['\"]([^'\"]+)['\"]")
_CORE_ID, _CORE = "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}", "docProps/core.xml"
_OTHERWISE = {
    *(f"{n.W}{kind}" for kind in ("date", "picture", "comboBox", "dropDownList")),
    f"{n.W14}checkbox",
}  # fmt: skip
"""Controls whose data say in another way what they show."""

MAX_STORE = 200_000
"""Bytes of the data behind content controls: each control looks through them."""


class Stored(NamedTuple):
    """What the data behind a control say: in which part, at which element, in which of its attributes; "" for its text."""

    part: str
    node: Element
    attribute: str
    text: str


def settings_of(control: Element, name: str) -> Element | None:
    """A setting of a content control."""
    return next((one for each in control.iterchildren(n.SDT_PR) for one in each.iterchildren(name)), None)


def says_otherwise(control: Element) -> bool:
    """Whether the data say in another way what a control shows: a date is stored as a number, a picture has no text."""
    return any(child.tag in _OTHERWISE for settings in control.iterchildren(n.SDT_PR) for child in settings)


def stores(package: Package) -> dict[str, tuple[str, Element]]:
    """The data parts, each with its name, by their identifiers."""
    found: dict[str, tuple[str, Element]] = {}
    for name in package.parts:
        match = re.fullmatch(r"customXml/itemProps(\d+)\.xml", name)
        properties = package.parse(name) if match else None
        part = f"customXml/item{match[1]}.xml" if match else ""
        data = _store(package, part) if properties is not None else None
        if properties is not None and data is not None:
            identifier = next((v for k, v in properties.attrib.items() if str(k).endswith("itemID")), "")
            found[str(identifier).upper()] = part, data
    core = _store(package, _CORE)
    return found if core is None else {_CORE_ID: (_CORE, core), **found}


def _store(package: Package, name: str) -> Element | None:
    length = package.parts.sizes([name]).get(name, 0)
    if length <= MAX_STORE:
        return package.parse(name)
    package.complain(name, f"里的数据有 {length // 1000} KB，内容控件用不着这么多")
    return None


def stored(control: Element, data: Mapping[str, tuple[str, Element]]) -> Stored | None:
    """What the data behind a control say, None when it points nowhere."""
    binding = settings_of(control, n.DATA_BINDING)
    if binding is None:
        return None
    part, tree = data.get(binding.get(f"{n.W}storeItemID", "").upper(), ("", None))
    path = binding.get(f"{n.W}xpath", "")
    if tree is None or not _PATH.fullmatch(path):
        return None
    try:
        found = tree.xpath(
            f"({path})[1]", namespaces=dict(_PREFIX.findall(binding.get(f"{n.W}prefixMappings", ""))) or None
        )
    except etree.XPathError:
        return None
    first = found[0] if isinstance(found, list) and found else None
    if isinstance(first, etree._Element):
        return Stored(part, first, "", "".join(first.itertext()))
    if isinstance(first, etree._ElementUnicodeResult) and (holder := first.getparent()) is not None:
        return Stored(part, holder, str(first.attrname or ""), str(first))
    return None
