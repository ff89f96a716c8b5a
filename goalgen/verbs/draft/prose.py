"""Verbs floor, `draft`: values in running text: titles, lines of labels and values, notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from lxml import etree

from goalgen.docx import Address, Block, Paragraph, Row
from goalgen.verbs.draft.wants import NUMBER, YEAR, Want, name_of, separate
from goalgen.verbs.draft.words import key_of, meaning, pieces, year
from goalgen.verbs.draft.work import TagEdit, Work


def inline(node: etree._Element, texts: Sequence[str], address: Address, work: Work) -> None:
    """Labels with values inside one text."""
    found = [pieces(text) for text in texts]
    labels = [[piece.label for piece in each] for each in found]
    if any(each != labels[0] for each in labels):
        return changing(node, texts, address, work)
    wants = []
    for place, piece in enumerate(found[0]):
        samples = [text[each[place].start : each[place].end] for text, each in zip(texts, found, strict=True)]
        want = Want(piece.label, samples, address, 3.0, meaning=meaning(piece.label))
        wants.append((piece.start, piece.end, want))
    between = [texts[0][one[1] : two[0]] for one, two in pairwise(wants)]
    separate([want for _, _, want in wants], between)
    work.wants += [want for _, _, want in wants]
    work.edits.append(TagEdit(node, wants))
    return None


def changing(node: etree._Element, texts: Sequence[str], address: Address, work: Work) -> None:
    """A text without a label that differs between the documents: what they share stays, the middle is a value."""
    start = _shared(texts)
    tail = _shared([text[start:][::-1] for text in texts])
    samples = [text[start : len(text) - tail] for text in texts]
    want = Want("", samples, address, 0.0)
    work.wants.append(want)
    work.edits.append(TagEdit(node, [(start, start + len(samples[0]), want)]))


def _shared(texts: Sequence[str]) -> int:
    count = 0
    for chars in zip(*texts, strict=False):
        if len(set(chars)) > 1:
            break
        count += 1
    return count


_PLACE = re.compile(r"[×xX＊*]{2,}(?!\s*年)")
"""A place that a blank form leaves in its title."""


def title(node: etree._Element, texts: Sequence[str], address: Address, work: Work) -> None:
    """A title: it may repeat the project's name with a number before it, and may hold the year."""
    text, wants = texts[0], list[tuple[int, int, Want]]()
    name = work.project.samples if work.project else []
    if work.project and len(name) == len(texts) and all(n and n in t for n, t in zip(name, texts, strict=True) if t):
        start = text.index(name[0])
        number = re.match(r"\s*(\d+)(?=[.．、])", text[:start])
        if number:
            samples = [match[1] for t in texts if (match := re.match(r"\s*(\d+)(?=[.．、])", t))]
            want = Want(name_of("number"), samples, address, meaning="number", pattern=NUMBER)
            work.wants.append(want)
            wants.append((number.start(1), number.end(1), want))
        wants.append((start, start + len(name[0]), work.project))
    free = text if not wants else text[: wants[-1][0]] + "\0" * len(name[0]) + text[wants[-1][1] :]
    piece = year(free) if len(text) <= 60 else None
    if piece and all(year(t) for t in texts if t):
        label = name_of("year")
        samples = [t[p.start : p.end] for t in texts if (p := year(t))]
        known = next((want for want in work.wants if want.key == label and want.samples == samples), None)
        want = known or Want(label, samples, address, key=label)
        want.pattern, want.meaning = YEAR, "year"
        work.wants += [] if known else [want]
        wants.append((piece.start, piece.end, want))
    elif not wants and pieces(text) and any(meaning(p.label) for p in pieces(text)):
        return inline(node, [t for t in texts if t], address, work)
    elif not wants and (place := _PLACE.search(text)) and len(texts) == 1:
        want = Want("", [place[0]], address, 0.0)
        work.wants.append(want)
        wants.append((*place.span(), want))
    elif not wants and len({t for t in texts if t}) > 1:
        return changing(node, [t for t in texts if t], address, work)
    literal = text
    for start, end, _ in sorted(wants, key=lambda each: -each[0]):
        literal = literal[:start] + literal[end:]
    work.titles.append(re.sub(r"^[\s\d.．、（(度年)）]+|\s+|[（(]年?度?[)）]$", "", literal))
    if wants:
        work.edits.append(TagEdit(node, sorted(wants, key=lambda each: each[0])))
    return None


_PERIOD = re.compile(r"[(（](?P<period>[^()（）]*(?:\d{4}|20[×xX]{2})\s*年[^()（）]*)[)）]")


def years_inside(node: etree._Element, texts: Sequence[str], address: Address, work: Work) -> None:
    """A label with years in brackets, 总体目标（2024年—2026年）: they are another project's otherwise."""
    found = [match for text in texts if (match := _PERIOD.search(text))]
    if len(found) < len(texts):
        return
    samples = [match["period"] for match in found]
    want = Want(texts[0], samples, address, pattern=r"^[^()（）]*$", key=f"{key_of(texts[0])}_{name_of('year')}")
    work.wants.append(want)
    work.edits.append(TagEdit(node, [(*found[0].span("period"), want)]))


def paragraphs(aligned: Sequence[Sequence[Block]], work: Work) -> None:
    """Headings, unit lines and notes outside the tables."""
    texts = [_by_place(blocks) for blocks in aligned]
    before = True
    for place, block in texts[0].items():
        if not block.text.strip():
            continue
        before = place[0] == 0
        others = [each[place].text if place in each else "" for each in texts[1:]]
        same = [text for text in others if text.strip()]
        address = block.address()
        found = pieces(block.text)
        if before:
            title(block.node, [block.text, *others], address, work)
        elif found and len(block.text) < 80 and (len(found) > 1 or meaning(found[0].label)):
            count = len(work.wants)
            inline(block.node, [block.text, *same], address, work)
            if len(same) < len(others) and len(work.wants) == count + 1:
                work.wants[-1].optional = True


def _by_place(blocks: Sequence[Block]) -> dict[tuple[int, int], Paragraph]:
    """The paragraphs by how many tables are before them, and their place from the end there."""
    found: dict[tuple[int, int], Paragraph] = {}
    tables: list[int] = []
    groups: dict[int, list[Paragraph]] = {}
    for block in blocks:
        if isinstance(block, Row):
            tables += [] if block.table in tables else [block.table]
        else:
            groups.setdefault(len(tables), []).append(block)
    for number, group in groups.items():
        filled = [paragraph for paragraph in group if paragraph.text.strip()]
        found |= {(number, -index): paragraph for index, paragraph in enumerate(reversed(filled))}
    return dict(sorted(found.items(), key=lambda each: each[1].number))
