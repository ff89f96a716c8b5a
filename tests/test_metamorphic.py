"""Whatever programs do to a document without changing what a person reads, the specs stay; and the account adds up (L6)."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache

import constructs_layout  # noqa: F401
import constructs_text  # noqa: F401
import pytest
from conftest import ROOT, form, specs_in
from constructs import CONSTRUCTS, apply

from goalgen.verbs.build import build
from goalgen.verbs.read import Reading, read

FORM = "tianjin-2022"
SPECS = specs_in(ROOT / "specs/331201/2022")
SAME = sorted(name for name, construct in CONSTRUCTS.items() if construct.same)
NUMBERING = {"automatic_numbers", "automatic_numbers_by_style", "automatic_heading_number"}
ADDED = {
    "text_box_with_fallback": "附注一", "text_box_vml_only": "附注一", "footnote": "见附件", "endnote": "数据来源", "watermark": "草稿",
    "header_and_footer": "二〇二二年度部门预算内部资料",
}  # fmt: skip
"""What a person sees besides."""
GRIDS = {"columns_before_and_after", "no_grid"}
"""Done to one half of a table that was cut without its header, the halves are two tables."""
PUNCTUATION = {"padded_label", "punctuated_label", "vertical_label"}


@cache
def book(first: int, count: int) -> bytes:
    data = build(SPECS[first : first + count], form(FORM)).data
    assert data is not None
    return data


def seen(reading: Reading) -> Counter[str]:
    """Every visible character of the document, in tables and outside."""
    texts = [entry.text for entry in reading.ledger.entries] + [unread.text for unread in reading.unread]
    return Counter(char for char in "".join(texts) if not char.isspace())


def check(data: bytes, first: int, count: int, names: list[str]) -> None:
    reading = read(data, "书.docx", [form(FORM)])
    assert [spec.value for spec in reading.specs] == [spec.value for spec in SPECS[first : first + count]], names
    for entry in reading.ledger.entries:
        assert [part.start for part in entry.parts] == [0, *(part.end for part in entry.parts)][: len(entry.parts)]
        assert sum(part.end - part.start for part in entry.parts) == len(entry.text)
    plain = seen(read(book(first, count), "书.docx", [form(FORM)]))
    added = Counter("".join(ADDED.get(name, "") for name in names))
    if "cut_with_header_typed_again" in names:
        added += (
            seen(reading) - plain - added
            if any(str(n.liberty) == "表头又打了一遍" for n in reading.notes)
            else Counter()
        )
    if PUNCTUATION & set(names):
        added += Counter(
            {char: count for char, count in (seen(reading) - plain - added).items() if char in "：「」、。"}
        )
    assert seen(reading) == plain + added, names


@pytest.mark.parametrize("name", SAME)
def test_each_construct_at_random_places(name):
    for seed in range(2):
        rng = random.Random(f"{name} {seed}")
        first = rng.randrange(len(SPECS) - 1)
        check(apply(book(first, 2), name, rng), first, 2, [name])


@pytest.mark.parametrize("seed", range(25))
def test_many_constructs_together(seed):
    rng = random.Random(seed)
    first = rng.randrange(len(SPECS))
    names = rng.sample([name for name in SAME if name not in NUMBERING and name != "strict_names"], rng.randint(3, 12))
    names += rng.sample([*sorted(NUMBERING), "split_runs"], 1)
    rng.shuffle(names)
    names = [name for name in names if name != "cut_without_header" or GRIDS.isdisjoint(names)]
    data = book(first, 1)
    for name in names:
        data = apply(data, name, rng)
    check(data, first, 1, names)
