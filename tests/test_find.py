"""Finding a form: what one block is, what a form can begin with, and every place of what was read."""

from __future__ import annotations

import pytest
from conftest import ROOT, form, specs_in
from documents import document
from test_read import FORM, HEADER, ROW, head, reading, tables

from goalgen.docx import Block, Cell, open_package, walk
from goalgen.form.machine import compile_pattern, openings
from goalgen.form.pattern import Break, CellPattern, Cond, Literal, Loop, Node, RowPattern, Slot, children, nodes, texts
from goalgen.form.row import Found, Instead
from goalgen.verbs.build import build
from goalgen.verbs.read import ReadSpec, read

BOOKS = sorted({path.parent for path in (ROOT / "specs").rglob("*.yaml")})


def blocks_of(*blocks: object) -> list[Block]:
    package, problems = open_package(document(*blocks), "例.docx")  # type: ignore[arg-type]
    assert package is not None, problems
    return walk(package.document)


def row(label: str) -> RowPattern:
    cells = (CellPattern((Literal(label), Break())), CellPattern((Slot((label,), None), Break())))
    return RowPattern(cells, (label, None), 1)


def test_what_a_block_is_instead_of_a_row_that_a_list_repeats():
    """The one answer, for each kind of block; where it begins another table, only layout is still layout."""
    rows = form(FORM).finder.rows
    item = next(node for node in rows.patterns if node.headers)
    merged = [[*ROW], [None, None, "", "", ""]]
    seen = blocks_of([HEADER, ROW, [""] * 5, HEADER, ["其他"]], "", "说明", merged)
    answers = [rows.look(item, block, (1,), elsewhere=False) for block in seen]
    assert [answer if isinstance(answer, Instead) else answer.node for answer in answers] == [
        Instead.HEADER,
        item,
        Instead.BLANK,
        Instead.HEADER,
        Instead.OTHER,
        Instead.BLANK,
        Instead.OTHER,
        item,
        item,
    ]
    assert [rows.look(item, block, (1,), elsewhere=True) for block in seen] == [
        Instead.HEADER,
        Instead.TABLE,
        Instead.BLANK,
        Instead.HEADER,
        Instead.TABLE,
        Instead.BLANK,
        Instead.TABLE,
        Instead.TABLE,
        Instead.BLANK,
    ]


def test_a_row_that_no_list_repeats_may_be_blank():
    rows = form(FORM).finder.rows
    header = next(node for node in rows.patterns if "一级指标" in node.labels)
    (block,) = blocks_of([HEADER])
    found = rows.look(header, block, (), elsewhere=False)
    assert isinstance(found, Found)
    assert [entry.text for entry in found.entries] == HEADER


@pytest.mark.parametrize("optional", [True, False])
def test_what_a_form_can_begin_with(optional):
    """Through everything that may be missing, and through a list without items; never through the end of a list."""
    a, b, c, d = (row(label) for label in "甲乙丙丁")
    pattern: list[Node] = [Cond(("甲",), (a,)), Loop(("项",), 0, (Cond(("乙",), (b,)), Loop(("子",), 1, (c,)))), d]
    pattern = pattern if optional else [d, *pattern]
    program = compile_pattern(pattern, optional_paragraphs=True)
    begun = {program[counter].node for counter in openings(program)}
    assert begun == ({a, b, c, d} if optional else {d})


def test_children_and_texts_of_every_node_are_all_there_is():
    pattern = form(FORM).pattern
    found = list(nodes(pattern))
    below = [child for node in found for child in children(node)]
    assert len(found) == len(pattern) + len(below)
    assert sum(isinstance(node, Slot) for text in (t for node in found for t in texts(node)) for node in text.content)
    assert {type(node).__name__ for node in found if texts(node)} == {"RowPattern", "ParagraphPattern"}


def value_at(spec: ReadSpec, path: tuple[str | int, ...]) -> object:
    value: object = spec.value
    for key in path:
        value = value[key]  # type: ignore[index]
    return value


@pytest.mark.parametrize("folder", BOOKS, ids=lambda folder: folder.name)
def test_every_place_of_a_value_says_that_value(folder):
    """In every book that goalgen builds: each place is the characters it says, or a cell that is merged away."""
    specs = specs_in(folder)
    used = form(str(specs[0].value["表样"]))
    data, problems = build(specs, used)
    assert data is not None, problems
    count = 0
    for spec in read(data, "书.docx", [used]).specs:
        assert spec.addresses == {path: places[0].address for path, places in spec.places.items()}
        for path, places in spec.places.items():
            assert {place.text for place in places} == {value_at(spec, path)}
            for place in places:
                merged = isinstance(place.holder, Cell) and place.holder.origin is not None
                assert place.holder.text[place.start : place.end] == ("" if merged else place.text)
                count += 1
    assert count


def test_the_places_of_a_value_in_a_heading_that_disagrees():
    """The first place is the one that the value was taken from; that which contradicts it is told, and kept as well."""
    (spec,) = reading("1.乙项目绩效目标表", *tables()).specs
    told = {path: [tuple(place)[:1] + tuple(place)[2:] for place in places] for path, places in spec.places.items()}
    cell, heading = spec.addresses["项目名称",], spec.addresses["序号",]
    assert (str(cell), str(heading)) == ("表1 第2行第2列", "第1段")
    assert told["项目名称",] == [(cell, 0, 3, "甲项目"), (heading, 2, 5, "乙项目")]
    assert told["序号",] == [(heading, 0, 1, "1")]
    goals = reading(*tables(goals="1.甲\n2.乙乙")).specs[0].places
    assert [(p.start, p.end) for key in (0, 1) for p in goals["绩效目标", key]] == [(2, 3), (6, 8)]  # type: ignore[index]


def test_a_value_that_is_merged_down_has_a_place_without_characters_in_each_row():
    (spec,) = reading(head(), " ", [HEADER, ROW, [None, None, *ROW[2:]]]).specs
    first, second = (spec.places["绩效指标", number, "一级指标"] for number in (0, 1))  # type: ignore[index]
    assert [(p.start, p.end, p.text) for p in (*first, *second)] == [(0, 4, "产出指标"), (0, 0, "产出指标")]
    assert [getattr(place.holder, "origin", None) for place in (*first, *second)] == [None, first[0].holder]
