"""Verbs floor, `draft`: values in running text: titles, lines of labels and values, notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from lxml import etree

from goalgen.docx import Address, Block, Paragraph, Row
from goalgen.verbs.draft.evidence import is_name, is_note, is_title
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
_NUMBERED_NAME = re.compile(r"\s*(\d+)(?=[.．、])")
_TITLE_YEAR = re.compile(r"[（(]?\0+\s*年?度?[)）]?|^[\s\d.．、]+")
_LONGEST_LINE = 60
_ENOUGH, _SHORTEST = 0.75, 4
"""Such a part of a name, and so many characters, make it known in a title that writes it otherwise."""
TITLE = "标题"
"""What is put to the key of a name that the title writes otherwise than the table."""


def title(node: etree._Element, texts: Sequence[str], address: Address, work: Work) -> None:
    """A line above the labels: a label and its value, the year or the project in a title, or text that stays."""
    here = [text for text in texts if text.strip()]
    if _is_labelled(here[0]):
        return inline(node, here, address, work)
    wants = _project(texts, address, work)
    text = texts[0]
    free = text
    for start, end, _ in wants:
        free = free[:start] + "\0" * (end - start) + free[end:]
    piece = year(free) if len(text) <= _LONGEST_LINE and not _SENTENCE.search(text) else None
    if piece and all(year(t) for t in here):
        wants.append((piece.start, piece.end, _year(here, address, work)))
    elif not wants and (place := _PLACE.search(text)) and len(texts) == 1:
        wants.append((*place.span(), Want("", [place[0]], address, 0.0)))
        work.wants.append(wants[-1][2])
    elif not wants and len(set(here)) > 1:
        return changing(node, here, address, work)
    literal = text
    for start, end, _ in wants:
        literal = literal[:start] + "\0" * (end - start) + literal[end:]
    work.titles.append("".join(_TITLE_YEAR.sub("", literal).replace("\0", "").split()).lstrip(".．、 "))
    if wants:
        work.edits.append(TagEdit(node, sorted(wants, key=lambda each: each[0])))
    return None


def _is_labelled(text: str) -> bool:
    """Whether a line is labels and values, 「填报单位：……」, and not a title or a note that runs on."""
    found = pieces(text)
    if not found or len(text) > _LONGEST_LINE or _SENTENCE.search(text) or not _begins(text, found[0].label):
        return False
    return not is_note(found[0].label) and not is_title(text.split("：")[0].split(":")[0])


_SENTENCE = re.compile(r"[。；;！]")


def _begins(text: str, label: str) -> bool:
    return "".join(text.split()).startswith("".join(label.split()))


def _project(texts: Sequence[str], address: Address, work: Work) -> list[tuple[int, int, Want]]:
    """The project's name in a title, and a number before it; a name that is written otherwise there is a field of its own."""
    if not work.project or len(work.project.samples) != len(texts):
        return []
    pairs = [(name, each) for name, each in zip(work.project.samples, texts, strict=True) if each]
    spans = [span for name, each in pairs if (span := _named(name, each))]
    if len(spans) < len(pairs):
        return []
    (start, end), text, want = spans[0], texts[0], work.project
    said = [each[slice(*span)] for (_, each), span in zip(pairs, spans, strict=True)]
    other = [f"「{here}」像是「{name}」" for (name, _), here in zip(pairs, said, strict=True) if here != name]
    if other:
        want = Want(work.project.label, said, address, column=TITLE, key=f"{key_of(work.project.label)}_{TITLE}")
        want.doubts.append(f"标题里的{other[0]}，写法不同，起草成了另一个栏位")
        work.wants.append(want)
    found = [(start, end, want)]
    if number := _NUMBERED_NAME.match(text[:start]):
        samples = [match[1] for t in texts if (match := _NUMBERED_NAME.match(t))]
        want = Want(name_of("number"), samples, address, meaning="number", pattern=NUMBER)
        work.wants.append(want)
        found.insert(0, (number.start(1), number.end(1), want))
    return found


def _named(name: str, text: str) -> tuple[int, int] | None:
    """Where a title has the project's name: as it is, or, at its beginning, most of it with something more or less in it."""
    if name and name in text:
        return text.index(name), text.index(name) + len(name)
    blocks = [b for b in SequenceMatcher(None, name, text, autojunk=False).get_matching_blocks() if b.size > 1]
    if sum(block.size for block in blocks) < max(_ENOUGH * len(name), _SHORTEST):
        return None
    start, end = blocks[0].b, blocks[-1].b + blocks[-1].size
    before = _NUMBERED_NAME.match(text)
    begins = not text[before.end() + 1 if before else 0 : start].strip()
    return (start, end) if begins and end - start <= 2 * len(name) else None


def _year(texts: Sequence[str], address: Address, work: Work) -> Want:
    """The year in a title; a year that was seen already when it is the same in all documents."""
    label = name_of("year")
    samples = [t[p.start : p.end] for t in texts if (p := year(t))]
    known = next((want for want in work.wants if want.key == label and want.samples == samples), None)
    want = known or Want(label, samples, address, key=label)
    want.pattern, want.meaning = YEAR, "year"
    work.wants += [] if known else [want]
    return want


def best_title(lines: Sequence[str]) -> str:
    """The line above the labels that a person would call the form by; nothing when none is like that."""
    likely = [line for line in lines if 2 < len(line) <= 40 and not is_note(line) and not _SENTENCE.search(line)]
    named = [line for line in likely if is_title(line)]
    return max(named or likely, key=len, default="")


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
        found = pieces(block.text) if not _SENTENCE.search(block.text) else []
        if before:
            title(block.node, [block.text, *others], address, work)
        elif (
            found
            and len(block.text) < 80
            and (len(found) > 1 or is_name(found[0].label))
            and not is_note(found[0].label)
        ):
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
