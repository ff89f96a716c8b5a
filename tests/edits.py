"""What people do to a spec, at random, and the documents of all kinds that it is put into."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import cache
from typing import Any

import constructs_layout  # noqa: F401
import constructs_text  # noqa: F401
from conftest import ROOT, form, spec_of, specs_in
from constructs import CONSTRUCTS, apply

from goalgen.docx import Row
from goalgen.form import Form
from goalgen.form.samples import sample
from goalgen.verbs.build import build
from goalgen.verbs.put import Put, Tracking, put
from goalgen.verbs.read import Reading

TIANJIN = "tianjin-2022"
CONFORMANCE = sorted((ROOT / "tests/conformance").glob("*.form.docx"))
LEGACY = sorted((ROOT / "tests/data/legacy").glob("*.docx"))
Value = dict[str, Any]
Change = Callable[[random.Random, Value], object]


def rows_in(value: Value) -> list[list[dict[str, str]]]:
    """The lists of rows."""
    return [part for part in value.values() if isinstance(part, list) and part and isinstance(part[0], dict)]


def goals_in(value: Value) -> list[list[str]]:
    return [part for part in value.values() if isinstance(part, list) and (not part or isinstance(part[0], str))]


def texts_in(value: Value) -> list[tuple[Any, Any]]:
    """The texts that may say anything, each as what it stands in and its key there."""
    free = [(value, key) for key in ("资金用途", "项目名称", "预算数", "实施单位") if key in value]
    free += [(row, key) for rows in rows_in(value) for row in rows for key in row if "级" not in key]
    return free + [(goals, place) for goals in goals_in(value) for place in range(len(goals))]


def _change(rng: random.Random, value: Value) -> None:
    inside, key = rng.choice(texts_in(value))
    old = inside[key]
    at = rng.randrange(len(old) + 1)
    end = min(len(old), at + rng.randrange(4))
    inside[key] = old[:at] + rng.choice(["改", "12", "≥", "<&>", " 空 ", "改\v改"]) + old[end:]


def _clear(rng: random.Random, value: Value) -> None:
    inside, key = rng.choice([(inside, key) for inside, key in texts_in(value) if isinstance(inside, dict)])
    inside[key] = ""


def _lengthen(rng: random.Random, value: Value) -> None:
    inside, key = rng.choice(texts_in(value))
    inside[key] = (inside[key] + "长" * 2000)[:2000]


def _paragraph(rng: random.Random, value: Value) -> None:
    inside, key = rng.choice(
        [(inside, key) for inside, key in texts_in(value) if key != "项目名称" and isinstance(inside, dict)]
    )
    inside[key] += "\n另起一段"


def _add(rng: random.Random, value: Value) -> None:
    rows = rng.choice(rows_in(value))
    new = {**rng.choice(rows), list(rows[0])[-1]: f"{rng.randrange(1000)}件"}
    rows.insert(rng.randrange(len(rows) + 1), new)


def _add_other(rng: random.Random, value: Value) -> None:
    rows = rng.choice(rows_in(value))
    rows.insert(rng.randrange(len(rows) + 1), {key: f"新的{key}{rng.randrange(100)}" for key in rows[0]})


def _add_many(rng: random.Random, value: Value) -> None:
    rows = rng.choice(rows_in(value))
    at = rng.randrange(len(rows))
    rows[at:at] = [{**rows[at], list(rows[0])[-1]: f"第{number}项"} for number in range(200)]


def _remove(rng: random.Random, value: Value) -> None:
    rows = rng.choice(rows_in(value))
    del rows[rng.randrange(len(rows))]


def _remove_all(rng: random.Random, value: Value) -> None:
    rng.choice(rows_in(value)).clear()


def _move(rng: random.Random, value: Value) -> None:
    rows = rng.choice(rows_in(value))
    rows.insert(rng.randrange(len(rows)), rows.pop(rng.randrange(len(rows))))


def _swap(rng: random.Random, value: Value) -> None:
    rows = rng.choice(rows_in(value))
    one, two = rng.randrange(len(rows)), rng.randrange(len(rows))
    rows[one], rows[two] = rows[two], rows[one]


def _level(rng: random.Random, value: Value) -> None:
    rows = rng.choice(rows_in(value))
    key = rng.choice(list(rows[0])[:2])
    rng.choice(rows)[key] = rng.choice([rng.choice(rows)[key], "别的指标"])


def _rename(rng: random.Random, value: Value) -> None:
    key = (
        "项目名称"
        if "项目名称" in value
        else next(key for key, part in value.items() if isinstance(part, str) and key != "表样")
    )
    value[key] = f"改了名的项目{rng.randrange(100)}"


def _add_goal(rng: random.Random, value: Value) -> None:
    goals = rng.choice(goals_in(value))
    goals.insert(rng.randrange(len(goals) + 1), f"新的目标，{rng.randrange(100)}件。")


def _remove_goal(rng: random.Random, value: Value) -> None:
    goals = rng.choice(goals_in(value))
    del goals[rng.randrange(len(goals))]


def _remove_goals(rng: random.Random, value: Value) -> None:
    rng.choice(goals_in(value)).clear()


CHANGES: Mapping[str, Change] = {
    "change": _change, "clear": _clear, "lengthen": _lengthen, "paragraph": _paragraph, "add": _add, "add other": _add_other,
    "add 200": _add_many, "remove": _remove, "remove all": _remove_all, "move": _move, "swap": _swap, "level": _level,
    "rename": _rename, "add goal": _add_goal, "remove goal": _remove_goal, "remove goals": _remove_goals,
}  # fmt: skip
IN_PLACE = ("change", "clear", "lengthen", "rename")
"""What changes texts only."""


def edited(value: Value, kinds: Sequence[str], rng: random.Random) -> Value:
    """A value with changes; one that finds nothing to change is passed over."""
    new = deepcopy(value)
    for kind in kinds:
        try:
            CHANGES[kind](rng, new)
        except (IndexError, ValueError):
            continue
    return new


def put_values(reading: Reading, values: Sequence[Value], data: bytes, tracking: Tracking | None = None) -> Put:
    """Values put into the tables that they belong to."""
    specs = [spec_of(value, f"{place}.yaml") for place, value in enumerate(values)]
    tables = {}
    for place, table in enumerate(reading.specs):
        blocks = (found.block for found in table.occurrence.found)
        tables[f"{place}.yaml"] = next(block.table for block in blocks if isinstance(block, Row))
    forms = list({id(table.form): table.form for table in reading.specs}.values())
    return put(specs, data, "告.docx", forms, tables=tables, tracking=tracking)


@cache
def book(name: str = TIANJIN, first: int = 0, count: int = 2) -> bytes:
    """A built book: of published projects, or of a form's samples."""
    if name == TIANJIN:
        specs = specs_in(ROOT / "specs/331201/2022")[first : first + count]
    else:
        value = {"表样": name} | sample(form(name).pattern, form(name).schema)
        specs = [spec_of(value)] * count
    data = build(specs, form(name)).data
    assert data is not None
    return data


HARD = ("strict_names", "cut_without_header")
"""Constructs that cannot be done after others."""
SAME = sorted(name for name, construct in CONSTRUCTS.items() if construct.same and name not in HARD)


def storage(seed: int) -> tuple[list[str], bytes]:
    """A document of one project that is stored in several ways at once."""
    rng = random.Random(f"storage {seed}")
    names = rng.sample(SAME, rng.randint(1, 5))
    data = book(first=rng.randrange(17), count=1)
    for name in names:
        data = apply(data, name, rng)
    return names, data


def forms_with_lists() -> Iterator[Form]:
    """The forms of the repository, but for the one that the others are measured by."""
    for path in sorted((ROOT / "schemas").glob("*.schema.json")):
        name = path.name.removesuffix(".schema.json")
        if name not in (TIANJIN, "goalgen"):
            yield form(name)
