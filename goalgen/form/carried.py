"""Form floor: what a template would carry into every document that is published, beside the form itself.

What runs, fetches or tells more than the table shows is refused, unless the settings allow it by name; other parts that no
form needs are named. Who made the template, and where, is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from goalgen.docx import Veil, parse
from goalgen.docx import names as n
from goalgen.docx.looks import Looks
from goalgen.docx.styles import read_styles
from goalgen.form.soundness import Sound

KINDS = ("宏", "ActiveX", "嵌入对象", "远程模板", "远程图片", "远程内容", "域", "批注", "修订", "隐藏文字")
"""The names by which the settings allow what is refused."""

_PARTS = (
    ("宏", re.compile(r"vba\w*\.(?:bin|xml)$|/customizations\.xml$|/customui/", re.IGNORECASE)),
    ("ActiveX", re.compile(r"/activex/|/ctrlprops/", re.IGNORECASE)),
    ("嵌入对象", re.compile(r"/embeddings/|/afchunk|\.(?:html?|mht|rtf|docx?|docm|exe|dll|js|vbs)$", re.IGNORECASE)),
    ("批注", re.compile(r"/comments\w*\.xml$", re.IGNORECASE)),
)
_USUAL = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core)\.xml|word/_rels/[\w.]+\.rels|word/(?:theme/theme\d*|document"
    r"|fontTable|settings|styles|stylesWithEffects|webSettings|numbering|(?:header|footer|footnotes|endnotes)\d*)\.xml"
)
_REMOTE = re.compile(r"[a-z][a-z0-9+.-]+:|//|\\\\", re.IGNORECASE)
_LINKS = {"attachedTemplate": "远程模板", "image": "远程图片"}
_INSIDE = {
    "control": "ActiveX",
    "OLEObject": "嵌入对象",
    "altChunk": "嵌入对象",
    "dataSource": "远程内容",
    "connectString": "远程内容",
    "commentReference": "批注",
    "commentRangeStart": "批注",
    **dict.fromkeys(("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "numberingChange"), "修订"),
    **dict.fromkeys((f"{of}PrChange" for of in ("r", "p", "tbl", "tblEx", "tr", "tc", "sect")), "修订"),
}
_HARMLESS = re.compile(
    r"\s*(?:$|=|(?:PAGE|NUMPAGES|SECTION|SECTIONPAGES|TOC|REF|PAGEREF|NOTEREF|HYPERLINK|SEQ|STYLEREF|EQ|SYMBOL|DATE|TIME"
    r"|FORMTEXT|FORMCHECKBOX|FORMDROPDOWN|ADVANCE)\b)",
    re.IGNORECASE,
)
_PEOPLE = ("creator", "lastModifiedBy", "Company", "Manager", "HyperlinkBase", "description", "keywords", "category")
_UNSEEN = (Veil.VANISHED, Veil.WHITE, Veil.TINY)
_OURS = {"creator": "goalgen"}


class Carried(NamedTuple):
    """Something that would go along: by which name the settings allow it, and what it is."""

    kind: str
    what: str


def carried(sound: Sound) -> list[Carried]:
    """Everything in a template that is refused unless it is allowed, each kind once for a part."""
    found = [Carried(kind, part) for part in sound.parts for kind, name in _PARTS if name.search(f"/{part}")]
    looks = Looks(read_styles(sound.trees.get("word/styles.xml")))
    for part, tree in sound.trees.items():
        if part.endswith(".rels"):
            found += _linked(part, tree)
        elif part.startswith("word/"):
            found += [Carried(kind, part) for kind in _inside(tree)]
            found += [Carried("隐藏文字", part)] if any(map(_has_text, _unseen(tree, looks))) else []
        elif part == "[Content_Types].xml" and b"macroEnabled" in sound.parts[part]:
            found.append(Carried("宏", part))
    return list(dict.fromkeys(found))


def unusual(sound: Sound) -> list[str]:
    """The parts that no form needs; what they hold goes into every document."""
    return [part for part in sound.parts if not _USUAL.fullmatch(part)]


def _linked(part: str, tree: etree._Element) -> Iterator[Carried]:
    """Relationships that lead out of the file; one that a reader must click on first is none of these."""
    for link in tree.iter(f"{n.PKG_RELATIONSHIPS}Relationship"):
        kind, target = link.get("Type", "").rsplit("/", 1)[-1], link.get("Target", "")
        if kind != "hyperlink" and (link.get("TargetMode") == "External" or _REMOTE.match(target)):
            yield Carried(_LINKS.get(kind, "远程内容"), f"{part}：{target[:80]}")


def _inside(tree: etree._Element) -> Iterator[str]:
    """The kinds of what stands in a part of the document."""
    for node in tree.iter(etree.Element):
        tag = etree.QName(node).localname
        if tag in _INSIDE:
            yield _INSIDE[tag]
        elif tag == "fldSimple" and not _HARMLESS.match(node.get(f"{n.W}instr", "")):
            yield "域"
        elif tag == "p" and node.tag == n.P:
            yield from _fields(node)
        if any(
            _REMOTE.match(value) for key, value in node.attrib.items() if etree.QName(key).localname in ("src", "href")
        ):
            yield "远程图片"


def _fields(paragraph: etree._Element) -> Iterator[str]:
    """Fields of a paragraph that do more than count and refer: the instruction may be cut into runs."""
    instruction = ""
    for node in paragraph.iter(f"{n.W}fldChar", f"{n.W}instrText"):
        if node.tag == f"{n.W}instrText":
            instruction += node.text or ""
        else:
            if not _HARMLESS.match(instruction):
                yield "域"
            instruction = ""
    if not _HARMLESS.match(instruction):
        yield "域"


def _unseen(tree: etree._Element, looks: Looks) -> Iterator[etree._Element]:
    """The runs that a reader does not see: hidden, white on white, or too small."""
    return (node for node, seen in looks.special(tree) if node.tag == n.R_ and seen.veil in _UNSEEN)


def _has_text(run: etree._Element) -> bool:
    return any((node.text or "").strip() for node in run.iter(n.T))


def anonymous(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts without the names of the people and the unit that made them; a part that has none stays as it is."""
    return {name: _nameless(content) if name.startswith("docProps/") else content for name, content in parts.items()}


def _nameless(content: bytes) -> bytes:
    try:
        tree = parse(content)
    except etree.XMLSyntaxError:
        return content
    told = [node for node in _named(tree) if (node.text or "") != _OURS.get(etree.QName(node).localname, "")]
    for node in told:
        node.text = _OURS.get(etree.QName(node).localname)
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True) if told else content


def _named(tree: etree._Element) -> Iterable[etree._Element]:
    return [node for node in tree.iter(etree.Element) if etree.QName(node).localname in _PEOPLE]
