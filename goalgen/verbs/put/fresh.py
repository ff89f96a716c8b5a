"""Verbs floor: what must be there only once in a document gets a name of its own in a copy: bookmarks, drawings, lists.

Bookmarks whose names end in a number, as programs give them, get the next free one; others are people's own and stay with
what they name. A list that only the copied part has is begun anew (ECMA-376 part 1, 17.9.15: `w:num`, 17.9.26 startOverride).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from goalgen.docx import names as n
from goalgen.docx.parts import relations
from goalgen.docx.splice import decode, encode, escape, places, with_attribute
from goalgen.text import Edit, Span
from goalgen.verbs.put.clones import cloned
from goalgen.verbs.put.paper import Paper, Refusal, attribute, named

Element = etree._Element

_NUMBERED = re.compile(r"(.*?)([0-9]+)", re.ASCII | re.DOTALL)
_WORD = re.compile(r'[^\s"\\]+')
_ANCHOR = f"{n.W}anchor"
_DOC_PR = f"{n.WP}docPr"
_SPID = f"{n.OFFICE}spid"
_NUM, _ABSTRACT = f"{n.W}num", f"{n.W}abstractNumId"
_OVERRIDE, _START = f"{n.W}lvlOverride", f"{n.W}startOverride"


@dataclass
class Fresh:
    """What is free in a document, and what copies of it need beside the document part."""

    paper: Paper
    carried: int = 0
    """how many values the document carries unseen: a table finds its own by the number in its bookmark"""
    lists: dict[str, tuple[str, set[str]]] = field(default_factory=dict)
    """for the number of a new list the one that it is like, and the levels of it that are used"""

    @cached_property
    def _names(self) -> set[str]:
        document = self.paper.package.document
        named = {mark.get(n.NAME, "") for mark in document.iter(n.BOOKMARK_START)}
        codes = [node.text or "" for node in document.iter(n.INSTR_TEXT)]
        codes += [node.get(f"{n.W}instr", "") for node in document.iter(n.FLD_SIMPLE)]
        codes += [node.get(_ANCHOR, "") for node in document.iter(n.HYPERLINK)]
        return named | {word for code in codes for word in _WORD.findall(code)}  # a name that is gone may be asked for

    @cached_property
    def _counts(self) -> dict[str, int]:
        document = self.paper.package.document
        marks = [one.get(n.ID, "") for one in document.iter(n.BOOKMARK_START, n.BOOKMARK_END)]
        drawings = [one.get("id", "") for one in document.iter(_DOC_PR)]
        lists = (
            [one.get(f"{n.W}numId", "") for one in self._numbering.iter(_NUM)] if self._numbering is not None else []
        )
        shapes = ["".join(filter(str.isdigit, one.get("id", ""))) for one in _shapes(document)]
        kinds = {"mark": marks, "drawing": drawings, "list": lists, "shape": shapes}
        return {kind: max((int(one) for one in found if one.isdecimal()), default=0) for kind, found in kinds.items()}

    @cached_property
    def _numbering(self) -> Element | None:
        return self.paper.package.tree("numbering")

    def _next(self, kind: str) -> str:
        self._counts[kind] += 1
        return str(self._counts[kind])

    def copy(self, nodes: Sequence[Element], *, is_section: bool) -> tuple[str, int | None]:
        """A copy of some children of the body: its text, and which of the values that the document carries is its own, from 0.

        What ends a section of the document goes along in the blank between projects only.
        """
        self.paper.lex(nodes)
        instead: dict[Element, str] = {}
        also: list[Edit] = []
        place = None
        if is_section:
            place = self._bookmarks(nodes, instead, also)
            also += self._lists(nodes)
            also += self._drawings(nodes)
        else:
            kept = (one for node in nodes for one in node.iter(n.SECT_PR))
            instead |= {one: self.paper.source(one) for one in kept}
        return "".join(
            cloned(self.paper, node, instead, [edit for edit in also if _within(edit, self.paper.place(node).outer)])
            for node in nodes
        ), place

    def _bookmarks(self, nodes: Sequence[Element], instead: dict[Element, str], also: list[Edit]) -> int | None:
        """Give the bookmarks of a section, and what refers to them in it, free names."""
        ends = {one.get(n.ID): one for node in nodes for one in node.iter(n.BOOKMARK_END)}
        renamed: dict[str, str] = {}
        place = None
        for mark in (one for node in nodes for one in node.iter(n.BOOKMARK_START)):
            name, end = mark.get(n.NAME, ""), ends.get(mark.get(n.ID))
            numbered = _NUMBERED.fullmatch(name)
            if numbered is None or end is None or end.getparent() is None:
                continue
            own = self.carried > 0 and place is None and re.search(r"_[0-9]{4,9}$", name, re.ASCII) is not None
            new = self._free(numbered[1], numbered[2], self.carried + 1 if own else 0)
            place = int(_NUMBERED.fullmatch(new)[2]) - 1 if own else place  # type: ignore[index]
            identifier, renamed[name] = self._next("mark"), new
            instead[mark] = self._with(mark, {"id": identifier, "name": new})
            instead[end] = self._with(end, {"id": identifier})
        for node in (one for each in nodes for one in each.iter(n.INSTR_TEXT, n.HYPERLINK)):
            old = node.text if node.tag == n.INSTR_TEXT else node.get(_ANCHOR)
            new = _WORD.sub(lambda word: renamed.get(word[0], word[0]), old or "")
            if new != old and node.tag == n.HYPERLINK and old is not None:
                also.append(with_attribute(self.paper.part, self.paper.place(node), attribute(node, "anchor"), new))
            elif new != old and node.tag == n.INSTR_TEXT:
                also.append(Edit(self.paper.place(node).inner, escape(new)))
        return place

    def _free(self, stem: str, digits: str, first: int) -> str:
        number = first or max(
            int(one[2]) + 1 for name in self._names if (one := _NUMBERED.fullmatch(name)) and one[1] == stem
        )
        while (name := f"{stem}{number:0{len(digits)}}") in self._names:
            number += 1
        self._names.add(name)
        return name

    def _with(self, node: Element, values: dict[str, str]) -> str:
        place = self.paper.place(node)
        edits = [with_attribute(self.paper.part, place, attribute(node, key), value) for key, value in values.items()]
        return self.paper.slice(node, edits)

    def _drawings(self, nodes: Iterable[Element]) -> Iterator[Edit]:
        """Numbers of their own for drawings, and names for shapes."""
        for node in nodes:
            for one in node.iter(_DOC_PR):
                yield with_attribute(self.paper.part, self.paper.place(one), "id", self._next("drawing"))
            for one in _shapes(node):
                name = f"{re.sub('[0-9]+', '', one.get('id', ''))}{self._next('shape')}"
                yield with_attribute(self.paper.part, self.paper.place(one), "id", name)
                if one.get(_SPID) is not None:
                    prefix = next((key for key, uri in one.nsmap.items() if uri == n.OFFICE[1:-1]), "o")
                    yield with_attribute(self.paper.part, self.paper.place(one), f"{prefix}:spid", name)

    def _lists(self, nodes: Sequence[Element]) -> Iterator[Edit]:
        """Lists of their own for those in cells that no other part of the document goes on with; headings go on counting."""
        inside = [one for node in nodes if node.tag != n.P for one in node.iter(n.NUM_ID)]
        own = set(inside)
        shared = {one.get(n.VAL) for one in self.paper.package.document.iter(n.NUM_ID) if one not in own}
        made: dict[str, str] = {}
        for one in inside:
            old = one.get(n.VAL, "0")
            if old in shared or old == "0" or self._numbering is None:
                continue
            if old not in made:
                made[old] = self._next("list")
                self.lists[made[old]] = old, set()
            level = next((up.get(n.VAL, "0") for up in one.itersiblings(n.I_LVL, preceding=True)), "0")
            self.lists[made[old]][1].add(level)
            yield with_attribute(self.paper.part, self.paper.place(one), attribute(one, "val"), made[old])

    def parts(self) -> dict[str, bytes]:
        """The part with the lists, new ones in it."""
        if not self.lists or self._numbering is None:
            return {}
        package = self.paper.package
        name = next(path for kind, path in relations(package.parts, package.main) if kind == "numbering")
        part, known = decode(package.parts[name]), list(self._numbering.iterchildren(_NUM))
        found = places(part, self._numbering, known)
        by_number = {one.get(f"{n.W}numId"): one for one in known}
        text = "".join(
            _begun_anew(by_number[old], new, levels) for new, (old, levels) in self.lists.items() if old in by_number
        )
        end = max(place.end for place in found.values())
        return {name: encode(part, [Edit(Span(end, end), text)])}


def _begun_anew(like: Element, number: str, levels: Iterable[str]) -> str:
    """A list like another, that begins with its first number."""
    abstract = next(like.iterchildren(_ABSTRACT), None)
    if abstract is None:
        raise Refusal("P321", "自动编号的定义不全，不能照抄；请在 Word 里改")
    tag = {local: named(like, local) for local in ("num", "abstractNumId", "lvlOverride", "startOverride")}
    val, level_of = attribute(like, "val"), attribute(like, "ilvl")
    starts = {
        one.get(n.I_LVL, "0"): start.get(n.VAL, "1")
        for one in like.iterchildren(_OVERRIDE)
        for start in one.iterchildren(_START)
    }
    overrides = "".join(
        f'<{tag["lvlOverride"]} {level_of}="{level}"><{tag["startOverride"]} {val}="{starts.get(level, "1")}"/>'
        f"</{tag['lvlOverride']}>"
        for level in sorted(levels)
    )
    identifier = f'<{tag["abstractNumId"]} {val}="{abstract.get(n.VAL, "0")}"/>'
    return f'<{tag["num"]} {attribute(like, "numId")}="{number}">{identifier}{overrides}</{tag["num"]}>'


def _shapes(node: Element) -> Iterator[Element]:
    """The old drawings that have a name of their own."""
    tags = [
        f"{n.VML}{kind}" for kind in ("shape", "rect", "line", "oval", "roundrect", "group", "polyline", "arc", "curve")
    ]
    return (one for one in node.iter(*tags) if one.get("id"))


def _within(edit: Edit, span: Span) -> bool:
    return span.start <= edit.span.start and edit.span.end <= span.end
