"""Verbs floor: what stands twice in a file, for new programs and for old ones (`mc:AlternateContent`), changes in both places.

ECMA-376 part 3, 9.3: of the branches one is shown; the others are to say the same in other words.
"""

from __future__ import annotations

from collections import Counter
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

_MUCH = 0.5
"""Texts of which so much is the same are meant to be the same."""


def in_twins(
    paper: Paper, texts: Mapping[Element, Sequence[Edit]], others: Collection[Element], address: Address
) -> list[Edit]:
    """The edits of the branches that are not shown, for edits of what some `w:t` show; `others` are elements that change
    in another way."""
    if any(_twins(node, address) for node in others):
        raise _differ(address)
    by_twin: dict[Element, list[Edit]] = {}
    for node, edits in texts.items():
        for branch, other in _twins(node, address):
            for twin, edit in _moved(_texts(branch), _texts(other), node, edits):
                by_twin.setdefault(twin, []).append(edit)
    moved = {twin: sorted(edits, key=lambda edit: edit.span) for twin, edits in by_twin.items()}
    return [edit for twin, edits in moved.items() for edit in rewritten(paper, twin, edits)]


def _twins(node: Element, address: Address) -> list[tuple[Element, Element]]:
    """The branches that an element stands in, each with another that shows the same characters. One that shows something
    else, such as that a program is too old, is none that stands twice; one that shows nearly the same is refused."""
    found = []
    for branch in node.iterancestors(n.CHOICE, n.FALLBACK):
        said = "".join(map(shown, _texts(branch)))
        for other in branch.itersiblings(n.CHOICE, n.FALLBACK):
            found += _both(branch, other, said, address)
        for other in branch.itersiblings(n.CHOICE, n.FALLBACK, preceding=True):
            found += _both(branch, other, said, address)
    return found


def _both(branch: Element, other: Element, said: str, address: Address) -> list[tuple[Element, Element]]:
    also = "".join(map(shown, _texts(other)))
    if said == also:
        return [(branch, other)] if said else []
    if 2 * (Counter(said) & Counter(also)).total() >= _MUCH * (len(said) + len(also)):
        raise _differ(address)
    return []


def _moved(
    mine: Sequence[Element], theirs: Sequence[Element], node: Element, edits: Sequence[Edit]
) -> Iterator[tuple[Element, Edit]]:
    """Edits of one `w:t` of a branch as edits of those of the other."""
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
