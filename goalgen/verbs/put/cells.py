"""Verbs floor: the text of a cell or a paragraph made another: only the characters that differ, where they stand.

A new text takes the look of the character before it, and stands in the hyperlink, the content control or the field's result
that the old one stood in. What Word draws by itself is not typed over. An emptied cell keeps its paragraph and its `w:t`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from lxml import etree

from goalgen.align import increasing
from goalgen.docx import Address, Piece
from goalgen.docx import names as n
from goalgen.text import Edit, Span
from goalgen.verbs.put.differences import differences
from goalgen.verbs.put.empty import in_empty_paragraph, new_run, unnumbered
from goalgen.verbs.put.line import Line, Wording
from goalgen.verbs.put.lines import Old, added, bare_properties, lines_of, removed
from goalgen.verbs.put.paper import Paper, Refusal, named
from goalgen.verbs.put.twins import in_twins
from goalgen.verbs.put.writing import ELEMENTS, rewritten, run_content, spelt

Element = etree._Element


def typed(paper: Paper, wording: Wording) -> list[Edit]:
    """The edits of the part after which a cell or paragraph says what it is to say. Raises Refusal."""
    old = lines_of(wording.holder, wording.address)
    lines = wording.lines
    if [line.text for line in lines] == [line.text for line in old]:
        return []
    _keep_boxes(wording, old)
    kept = _kept(lines, len(old))
    edits = [
        edit for place, was in kept.items() for edit in line_edits(paper, old[was], lines[place].text, wording.address)
    ]
    for was in sorted({*range(len(old))} - {*kept.values()}):
        edits += removed(paper, old[was], wording.address)
    return edits + list(_new_lines(paper, wording, old, kept))


def _keep_boxes(wording: Wording, old: Sequence[Old]) -> None:
    """A text box that hangs in a cell without a text of its own is the cell's text (see `docx.cells`)."""
    if any(line.text.strip() for line in wording.lines) or not any(line.text.strip() for line in old):
        return
    if next(wording.holder.node.iter(n.TXBX), None) is not None:
        raise Refusal("P305", "这一格里挂着文本框，清空以后文本框里的字会变成这一格的内容", wording.address)


def _kept(lines: Sequence[Line], count: int) -> dict[int, int]:
    """By the place of a new line the old line that it stays; one at least stays, for a cell ends with a paragraph."""
    pairs = sorted((line.was, place) for place, line in enumerate(lines) if line.was is not None)
    stay = increasing(pairs)
    return {place: was for was, place in sorted(stay.items())} or {0: min(0, count)}


def _new_lines(paper: Paper, wording: Wording, old: Sequence[Old], kept: dict[int, int]) -> Iterator[Edit]:
    """The lines that are new, or have moved, behind the one before them that stays; the first before the first."""
    first = kept[min(kept)]
    before: list[str] = []
    behind: int | None = None
    for place, line in enumerate(wording.lines):
        if place in kept:
            if behind is not None:
                yield from added(paper, old[behind], before, after=True, address=wording.address)
            elif before:
                yield from added(paper, old[first], before, after=False, address=wording.address)
            before, behind = [], kept[place]
        elif line.was is not None:
            edits = line_edits(paper, old[line.was], line.text, wording.address)
            before.append(paper.slice(old[line.was].node, edits))
        else:
            near = first if behind is None else behind
            before.append(_like(paper, old[near if line.like is None else line.like], line.text))
    if behind is not None:
        yield from added(paper, old[behind], before, after=True, address=wording.address)


def _like(paper: Paper, model: Old, text: str) -> str:
    """A paragraph with the properties of another, and a text in the look of its first run."""
    paragraph = model.node
    run = next((_run_of(piece) for piece in model.pieces if piece.typed and _run_of(piece) is not None), None)
    content = new_run(paper, paragraph, run, run_content(paragraph, text)) if text else ""
    name = named(paragraph, "p")
    return f"<{name}>{bare_properties(paper, paragraph)}{content}</{name}>"


def _run_of(piece: Piece) -> Element | None:
    return None if piece.node is None else next(piece.node.iterancestors(n.R_), None)


@dataclass
class _Work:
    """Edits of one line, collected by the elements that they touch."""

    texts: dict[Element, list[Edit]] = field(default_factory=dict)
    """by `w:t`, of what it shows"""
    put: dict[Element, dict[str, str]] = field(default_factory=dict)
    """by an element that stands for a character: what comes `before` it, `after` it, `instead` of it"""


def line_edits(paper: Paper, line: Old, new: str, address: Address) -> list[Edit]:
    """The edits after which a line of a cell says another text."""
    if line.text == new:
        return []
    number = "".join(piece.text for piece in line.pieces if piece.node is None)
    if number and not new:  # an empty line has no number
        return [*line_edits(paper, line, number, address), *unnumbered(paper, line.node)]
    if all(piece.node is None for piece in line.pieces):
        if not new.startswith(number):
            raise _drawn(number, address)
        return in_empty_paragraph(paper, line.node, new[len(number) :], address)
    work, extra = _Work(), list[Edit]()
    starts = [0, *accumulate(len(piece.text) for piece in line.pieces)]
    for change in differences(line.text, new, starts):
        extra += _one(paper, work, line.pieces, starts, change, address)
    texts = {node: sorted(edits, key=lambda edit: edit.span) for node, edits in work.texts.items()}
    made = [edit for node, edits in texts.items() for edit in rewritten(paper, node, edits)]
    made += in_twins(paper, texts, {node for node, put in work.put.items() if put}, address)
    for node, put in work.put.items():
        span, source = paper.place(node).outer, paper.source(node)
        text = put.get("before", "") + put.get("instead", source) + put.get("after", "")
        made.append(Edit(span, text))
    return [*made, *extra]


def _drawn(text: str, address: Address) -> Refusal:
    return Refusal("P304", f"「{text}」是 Word 自己排出来的（自动编号、域、公式），不能直接改写", address)


def _one(
    paper: Paper, work: _Work, pieces: Sequence[Piece], starts: Sequence[int], change: Edit, address: Address
) -> list[Edit]:
    """Note one change at the elements that it touches."""
    (start, end), text = change
    touched = [
        place for place in range(len(pieces)) if starts[place] < end and start < starts[place + 1] and start < end
    ]
    for place in touched:
        if not pieces[place].typed and (node := pieces[place].node) is not None and node.tag not in ELEMENTS:
            raise _drawn(pieces[place].text, address)
        if pieces[place].node is None:
            raise _drawn(pieces[place].text, address)
    home = next((place for place in touched if spelt(pieces[place], text) is not None), None) if text else None
    for place in touched:
        piece, at = pieces[place], starts[place]
        assert piece.node is not None
        if piece.typed:
            said = spelt(piece, text) or "" if place == home else ""
            span = Span(max(start - at, 0), min(end, starts[place + 1]) - at)
            work.texts.setdefault(piece.node, []).append(Edit(span, said))
        else:
            work.put.setdefault(piece.node, {})["instead"] = ""
    if not text or home is not None:
        return []
    first = touched[0] if touched else next((i for i in range(len(pieces)) if start < starts[i + 1]), len(pieces))
    return _insert(paper, work, pieces, starts, Edit(Span(start, start), text), first, address)


def _insert(
    paper: Paper,
    work: _Work,
    pieces: Sequence[Piece],
    starts: Sequence[int],
    change: Edit,
    place: int,
    address: Address,
) -> list[Edit]:
    """Note a text that comes in before a piece, or in it: where the character before it stands, if it can be typed there."""
    start, text = change.span.start, change.text
    here = pieces[place] if place < len(pieces) else None
    before = here if here is not None and starts[place] < start else pieces[place - 1] if place else None
    after = None if before is here else here
    for piece in _by_preference(before, after):
        said = spelt(piece, text)
        if said is not None and piece.node is not None:
            at = start - starts[place] if piece is here else len(piece.text)
            at = 0 if piece is after else at
            work.texts.setdefault(piece.node, []).append(Edit(Span(at, at), said))
            return []
    for beside, side in ((before, "after"), (after, "before")):
        if beside is not None and beside.node is not None and beside.node.tag in ELEMENTS:
            put = work.put.setdefault(beside.node, {})
            put[side] = put.get(side, "") + run_content(beside.node, text)
            return []
    if before is here and here is not None:
        raise Refusal("P307", f"「{here.text}」是符号字体，中间插不进别的字", address)
    for beside, at_end in ((before, True), (after, False)):
        run = _run_of(beside) if beside is not None and beside.typed else None
        if run is not None:
            at = paper.place(run).end if at_end else paper.place(run).start
            return [Edit(Span(at, at), new_run(paper, run, run, run_content(run, text), plain=True))]
    raise _drawn((before or after or pieces[0]).text, address)


def _by_preference(before: Piece | None, after: Piece | None) -> list[Piece]:
    """Where a text goes that comes in between: to the character before it, but not into a field's result that ends there."""
    found = [piece for piece in (before, after) if piece is not None and piece.typed]
    if len(found) == 2 and found[0].computed and not found[1].computed:
        found.reverse()
    return found
