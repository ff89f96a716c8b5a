"""Verbs floor: what stands twice in a file, for new programs and for old ones (`mc:AlternateContent`), changes in both places.

ECMA-376 part 3, 9.3: of the branches one is shown; the others are to say the same in other words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import accumulate

from lxml import etree

from goalgen.docx import Address
from goalgen.docx import names as n
from goalgen.docx.splice import shown
from goalgen.text import Edit, Span
from goalgen.verbs.put.paper import Paper, Refusal
from goalgen.verbs.put.writing import rewritten

Element = etree._Element


def in_twins(
    paper: Paper, texts: Mapping[Element, Sequence[Edit]], others: Collection[Element], address: Address
) -> list[Edit]:
    """The edits of the branches that are not shown, for edits of what some `w:t` show; `others` are elements that change
    in another way."""
    made: list[Edit] = []
    for node in others:
        if any(len(list(_branches(one))) > 1 for one in node.iterancestors(n.ALTERNATE)):
            raise _differ(address)
    by_twin: dict[Element, list[Edit]] = {}
    for node, edits in texts.items():
        for above in node.iterancestors(n.CHOICE, n.FALLBACK):
            for branch in _branches(above.getparent()):
                if branch is not above:
                    for twin, edit in _moved(above, branch, node, edits, address):
                        by_twin.setdefault(twin, []).append(edit)
    for twin, edits in by_twin.items():
        made += rewritten(paper, twin, sorted(edits, key=lambda edit: edit.span))
    return made


def _branches(alternate: Element | None) -> Iterator[Element]:
    """The branches that hold a text."""
    for branch in alternate.iterchildren(n.CHOICE, n.FALLBACK) if alternate is not None else ():
        if next(branch.iter(n.T), None) is not None:
            yield branch


def _moved(
    branch: Element, other: Element, node: Element, edits: Sequence[Edit], address: Address
) -> Iterator[tuple[Element, Edit]]:
    """Edits of one `w:t` of a branch as edits of those of the other, which shows the same characters."""
    mine, theirs = _texts(branch), _texts(other)
    if "".join(map(shown, mine)) != "".join(map(shown, theirs)):
        raise _differ(address)
    offset = sum(len(shown(one)) for one in mine[: mine.index(node)])
    starts = [0, *accumulate(len(shown(one)) for one in theirs)]
    for (start, end), text in edits:
        first, last = offset + start, offset + end
        written = False
        for place, twin in enumerate(theirs):
            begin, stop = starts[place], starts[place + 1]
            inside = Span(max(first, begin) - begin, min(last, stop) - begin)
            if (inside.start < inside.end) if first < last else (begin <= first <= stop and not written):
                yield twin, Edit(inside, "" if written else text)
                written = True


def _texts(branch: Element) -> list[Element]:
    """The texts of a branch; of what stands twice in it again, only once."""
    inner = {node for one in branch.iter(n.FALLBACK) if one is not branch for node in one.iter(n.T)}
    return [node for node in branch.iter(n.T) if node not in inner]


def _differ(address: Address) -> Refusal:
    return Refusal("P307", "这里的文字在文件里存了两份（新旧两种格式），对不上，不能一起改", address)
