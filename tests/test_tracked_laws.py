"""Law L9 for what goalgen writes: accepted it is the new document, rejected the old one: in goalgen's reader, in LibreOffice."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import edits
import pytest
from conftest import form
from constructs import Doc, W
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from rejecting import rejected
from test_put_elsewhere import reason
from test_revisions import trimmed
from test_valid_docx import NEWEST, validate
from tools.writer import edit

from goalgen.docx import Revisions, Row, content, open_package
from goalgen.problem import Severity
from goalgen.verbs.put import Put, Tracking
from goalgen.verbs.read import read

ME = Tracking("王五", "2026-11-26T09:00:00Z")
KNOWN = form(edits.TIANJIN)
KINDS = st.lists(st.sampled_from(sorted(edits.CHANGES)), min_size=1, max_size=4)
DOCUMENTS = [*edits.CONFORMANCE, *edits.LEGACY]
REFUSED = {"P303", "P304", "P305", "P307", "P308", "P309", "P310", "P401"}
BY = f"{W}author"
Shown = list[list[Any]]


def shown(data: bytes, revisions: Revisions = Revisions.FINAL) -> Shown:
    """The paragraphs and rows of a state: texts, columns, and which cells are merged into which row."""
    opened, _ = open_package(data, "")
    assert opened is not None
    found: Shown = []
    rows: dict[int, int] = {}
    for block in content(opened, revisions).blocks:
        if isinstance(block, Row):
            rows.update((id(cell), len(found)) for cell in block.cells)
            merges = [None if cell.origin is None else rows[id(cell.origin)] for cell in block.cells]
            texts = [cell.text for cell in block.cells]
            found.append([texts, [(cell.column, cell.span) for cell in block.cells], merges])
        else:
            found.append([block.text])
    return found


def values_of(data: bytes, revisions: Revisions = Revisions.FINAL) -> list[Any]:
    return [table.value for table in read(data, "告.docx", [KNOWN], None, revisions).specs]


class Case(NamedTuple):
    """A document, what its tables are to say, and what putting that as revisions gave."""

    data: bytes
    values: list[Any]
    done: Put

    @property
    def refused(self) -> list[str]:
        return [problem.code for problem in self.done.problems if problem.severity is Severity.ERROR]


def case(data: bytes, kinds: list[str], seed: object, tracking: Tracking = ME) -> Case:
    """A document with some changes of one of its tables."""
    reading = read(data, "告.docx", [KNOWN])
    values = [table.value for table in reading.specs]
    rng = random.Random(str(seed))
    place = rng.randrange(len(values))
    values[place] = edits.edited(values[place], kinds, rng)
    return Case(data, values, edits.put_values(reading, values, data, tracking))


def others(data: bytes) -> dict[tuple[str, str, str], str]:
    """What each other author put in and took out, and when, in the order of the document; the splits are no matter."""
    found: dict[tuple[str, str, str], str] = {}
    for node in Doc(data).tree.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"):
        if node.get(BY) != ME.author:
            key = (node.tag, node.get(BY, ""), node.get(f"{W}date", ""))
            own = (
                one
                for one in node.iter(f"{W}t", f"{W}delText")
                if not any(up.get(BY) == ME.author for up in one.iterancestors())
            )
            found[key] = found.get(key, "") + "".join(one.text or "" for one in own)
    return found


def comments(data: bytes) -> Counter[tuple[str, str | None]]:
    names = (
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
        "bookmarkStart",
        "bookmarkEnd",
        "footnoteReference",
    )
    return Counter((node.tag, node.get(f"{W}id")) for node in Doc(data).tree.iter(*(f"{W}{name}" for name in names)))


def numbers(data: bytes) -> list[str | None]:
    return [
        node.get(f"{W}id") for node in Doc(data).tree.iter() if node.get(BY) is not None and node.tag != f"{W}comment"
    ]


def hold(one: Case) -> None:
    """All of the law that goalgen's own reader can see."""
    old, new = one.data, one.done.data
    assert values_of(new) == one.values
    assert values_of(new, Revisions.ORIGINAL) == values_of(old, Revisions.ORIGINAL)
    assert shown(new, Revisions.ORIGINAL) == shown(old, Revisions.ORIGINAL)
    back = rejected(new, ME.author)
    assert (values_of(back), shown(back)) == (values_of(old), shown(old))
    assert (others(new), comments(new)) == (others(old), comments(old))
    own = Counter(numbers(new)) - Counter(numbers(old))
    assert not own or max(own.values()) == 1
    assert set(own).isdisjoint(numbers(old))


@pytest.mark.parametrize(
    "kinds", [["change", "paragraph"], ["add", "remove"], ["level", "add goal"], ["move", "rename", "remove goal"]]
)
def test_L9_both_states_of_a_built_book_are_right(kinds):
    one = case(edits.book(), kinds, kinds)
    assert one.refused == []
    hold(one)


@pytest.mark.slow
@settings(max_examples=50, suppress_health_check=list(HealthCheck))
@given(st.sampled_from([*DOCUMENTS, *range(40)]), KINDS, st.integers(0, 2**32))
def test_L9_both_states_are_right_or_it_is_refused(which, kinds, number):
    data = which.read_bytes() if isinstance(which, Path) else edits.storage(which)[1]
    one = case(data, kinds, number)
    if one.refused:
        event(f"refused: {one.refused[0]}")
        assert one.done.data == data
        assert {*one.refused} <= REFUSED
        return
    hold(one)
    assert case(data, kinds, number).done.data == one.done.data


@pytest.mark.slow
def test_L5_where_objects_lie_in_memory_decides_nothing():
    data = next(path for path in DOCUMENTS if path.name == "merges_over_three_tables.form.docx").read_bytes()
    kept, written = [], set()
    for number in range(12):
        kept.append([object() for _ in range(37 * number)])
        written.add(case(data, ["clear", "remove", "add", "add"], 571).done.data)
    assert len(written) == 1


@pytest.mark.slow
@settings(max_examples=4, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(DOCUMENTS), st.lists(KINDS, min_size=10, max_size=10))
def test_L9_after_ten_puts_the_first_document_is_still_there(path, turns):
    first = data = path.read_bytes()
    written = 0
    for turn, kinds in enumerate(turns):
        one = case(data, kinds, turn)
        assert {*one.refused} <= REFUSED
        if one.done.data != data and not one.refused:
            data, written = one.done.data, written + 1
            assert values_of(data) == one.values
        assert shown(data, Revisions.ORIGINAL) == shown(first, Revisions.ORIGINAL)
    event(f"written: {written}")
    known = Counter(numbers(first))
    assert all(count <= max(1, known[number]) for number, count in Counter(numbers(data)).items())


@pytest.mark.slow
@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(st.sampled_from([path for path in DOCUMENTS if others(path.read_bytes())]), KINDS, st.integers(0, 2**32))
def test_L9_told_to_go_over_the_revisions_of_others_their_deletions_stand(path, kinds, number):
    data = path.read_bytes()
    one = case(data, kinds, number, ME._replace(over=True))
    assert {*one.refused} <= REFUSED - {"P308"}
    if not one.refused:
        assert values_of(one.done.data) == one.values
        assert shown(one.done.data, Revisions.ORIGINAL) == shown(data, Revisions.ORIGINAL)
        removed = (f"{W}del", f"{W}moveFrom")
        before, after = (
            {key: text for key, text in others(each).items() if key[0] in removed} for each in (data, one.done.data)
        )
        assert after == before


def lines(data: bytes, revisions: Revisions = Revisions.FINAL) -> Shown:
    """What is shown, but for blank paragraphs and the spaces at the edges of lines, which LibreOffice does not keep."""
    found = [
        [trimmed(text).strip() if isinstance(text, str) else text for text in each] for each in _flat(data, revisions)
    ]
    return [each for each in found if each != [""]]


def _flat(data: bytes, revisions: Revisions) -> Shown:
    merged = [(each[0], each[2]) if len(each) > 1 else (each, [None]) for each in shown(data, revisions)]
    return [
        ["^" if origin is not None else text for text, origin in zip(texts, origins, strict=True)]
        for texts, origins in merged
    ]


STRANGE = ("comment.", "field_complex.")
"""LibreOffice without a user interface falls over comments beside revisions; and where there are revisions it computes all
fields anew, so that one that refers to nothing says that it does."""


@cache
def groups() -> list[list[Path]]:
    """Every fifth document of the conformance suite, six at a time."""
    some = [*edits.LEGACY, *edits.CONFORMANCE[::5]]
    some = [path for path in some if not path.name.startswith(STRANGE)]
    return [some[at : at + 6] for at in range(0, len(some), 6)]


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(groups())))
def test_L9_libreoffice_accepts_and_rejects_them(number: int, tmp_path: Path):
    """It is held to documents that it reads rightly as they are."""
    made: list[tuple[Path, Case]] = []
    jobs: list[Any] = []
    for path in groups()[number]:
        rng = random.Random(path.name)
        one = case(path.read_bytes(), rng.sample(sorted(edits.CHANGES), 3), path.name)
        if one.refused or one.done.data == one.data:
            continue
        target = tmp_path / path.name
        target.with_suffix(".old.docx").write_bytes(one.data)
        target.write_bytes(one.done.data)
        made.append((target, one))
        for source, name, step in (
            (target.with_suffix(".old.docx"), ".final.docx", "accept"),
            (target.with_suffix(".old.docx"), ".original.docx", "reject"),
            (target, ".accepted.docx", "accept"),
            (target, ".rejected.docx", "reject"),
        ):
            jobs.append((source, target.with_suffix(name), [(step,)]))
    edit(*jobs)
    held = 0
    for target, one in made:
        final, original, accepted, back = (
            target.with_suffix(f".{name}.docx").read_bytes() for name in ("final", "original", "accepted", "rejected")
        )
        if (seen(final), seen(original)) == (seen(one.data), seen(one.data, Revisions.ORIGINAL)):
            held += 1
            assert seen(accepted) == seen(one.done.data), target.name
            assert seen(back) == seen(one.data, Revisions.ORIGINAL), target.name
    assert held * 2 >= len(made) > 1


def seen(data: bytes, revisions: Revisions = Revisions.FINAL) -> tuple[Shown, list[Any]]:
    """What is shown, and what is read of it."""
    return lines(data, revisions), [trimmed(value) for value in without_year(values_of(data, revisions))]


def without_year(values: list[Any]) -> list[Any]:
    """What is not printed goes with the part that LibreOffice leaves out."""
    return [{key: part for key, part in value.items() if key != "年度"} for value in values]


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", [edits.LEGACY[1], *edits.CONFORMANCE[::20]], ids=lambda path: path.name.partition(".")[0]
)
def test_the_validator_finds_nothing_new(path: Path, tmp_path: Path):
    data = path.read_bytes()
    for kind in (
        "change",
        "clear",
        "paragraph",
        "add",
        "add other",
        "remove",
        "move",
        "level",
        "rename",
        "add goal",
        "remove goal",
    ):
        data = case(data, [kind], kind).done.data
    assert data != path.read_bytes()
    new = tmp_path / "新.docx"
    new.write_bytes(data)
    before = {reason(line) for line in validate(path, NEWEST)}
    assert {reason(line) for line in validate(new, NEWEST)} - before == set()
