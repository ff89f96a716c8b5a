"""Whatever programs do to a document without changing what a person reads, the specs stay; and the account adds up (L6)."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from functools import cache

import constructs_layout  # noqa: F401
import constructs_looks  # noqa: F401
import constructs_text  # noqa: F401
import pytest
from conftest import ROOT, form, specs_in
from constructs import CONSTRUCTS, Element, W, apply, run_of

from goalgen.docx import open_package
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
HEADER = "一级指标二级指标三级指标绩效指标描述指标值"
MARKS = "：「」、。"
"""What labels are written with."""


@cache
def book(first: int, count: int) -> bytes:
    data = build(SPECS[first : first + count], form(FORM)).data
    assert data is not None
    return data


def seen(reading: Reading) -> Counter[str]:
    """Every visible character of the document, in tables and outside."""
    texts = [entry.text for entry in reading.ledger.entries] + [unread.text for unread in reading.unread]
    return Counter(char for char in "".join(texts) if not char.isspace())


def shows(text: Element) -> bool:
    """Whether a text is neither hidden nor deleted nor the prompt of an empty control."""
    around = list(text.iterancestors(f"{W}sdt"))
    prompts = [one for one in around if one.find(f"{W}sdtPr/{W}showingPlcHdr") is not None]
    gone = next(text.iterancestors(f"{W}del", f"{W}moveFrom"), None)
    return not prompts and gone is None and run_of(text).find(f"{W}rPr/{W}vanish") is None


def holds(text: str, wanted: str) -> bool:
    """Whether the wanted characters stand in the text in this order, whatever else does between them."""
    rest = iter(text)
    return all(char in rest for char in wanted)


def written(data: bytes) -> Counter[str]:
    """The header rows and the marks that show in the document, counted without goalgen's reading."""
    package, problems = open_package(data, "书.docx")
    assert package is not None, problems
    texts = [
        one
        for one in package.document.iter(f"{W}t")
        if shows(one) and next(one.iterancestors(f"{W}tr"), None) is not None
    ]
    rows: dict[Element, str] = defaultdict(str)
    for one in texts:
        for row in one.iterancestors(f"{W}tr"):
            rows[row] += one.text or ""
    heads = {row for row, text in rows.items() if holds(text, HEADER)}
    around = {outer for row in heads for outer in row.iterancestors(f"{W}tr")}
    marks = [char for one in texts for char in one.text or "" if char in MARKS]
    return Counter(HEADER * len(heads - around) + "".join(marks))


def check(data: bytes, first: int, count: int, names: list[str]) -> None:
    reading = read(data, "书.docx", [form(FORM)])
    assert [spec.value for spec in reading.specs] == [spec.value for spec in SPECS[first : first + count]], names
    for entry in reading.ledger.entries:
        assert [part.start for part in entry.parts] == [0, *(part.end for part in entry.parts)][: len(entry.parts)]
        assert sum(part.end - part.start for part in entry.parts) == len(entry.text)
    plain = seen(read(book(first, count), "书.docx", [form(FORM)]))
    added = Counter("".join(ADDED.get(name, "") for name in names))
    assert seen(reading) == plain + written(data) - written(book(first, count)) + added, names


@pytest.mark.parametrize("name", SAME)
@pytest.mark.slow
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
    if {"cut_without_header", "blank_rows"} <= {*names}:  # joined again, a blank row stands between values: an item
        names = [name for name in names if name != "joined_tables"]
    data = book(first, 1)
    for name in names:
        data = apply(data, name, rng)
    check(data, first, 1, names)
