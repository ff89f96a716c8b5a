"""What `put` does with each construct of the conformance suite, measured: as values and as revisions.

Usage: python -m tests.tools.fidelity [NAME…]

It writes `tests/data/fidelity.txt` anew, or only the lines of the named constructs; docs/fidelity.md is generated from it. Look at
every line of the difference before you commit it.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import constructs_layout  # noqa: E402, F401
import constructs_looks  # noqa: E402, F401
import constructs_text  # noqa: E402, F401
import edits  # noqa: E402
from conftest import form, spec_of, specs_in  # noqa: E402
from constructs import CONSTRUCTS, apply  # noqa: E402

from goalgen.docx import Row  # noqa: E402
from goalgen.problem import Problem, blocking  # noqa: E402
from goalgen.verbs.build import build  # noqa: E402
from goalgen.verbs.put import Put, Tracking, put  # noqa: E402
from goalgen.verbs.read import Reading, read  # noqa: E402

FILE = ROOT / "tests/data/fidelity.txt"
FORM = form(edits.TIANJIN)
NAME = "表.docx"
TRIES = 12
"""So often what is refused is left out, to see whether the rest is written."""
Value = dict[str, Any]
WAYS: Mapping[str, Tracking | None] = {"值": None, "修订": Tracking()}
DONE = "✓"


class Line(NamedTuple):
    """What is done with one construct: nothing changed, and each kind of change, as values and as revisions."""

    name: str
    same: str
    texts: str
    row_added: str
    row_removed: str
    goal: str
    project_added: str
    project_removed: str

    def __str__(self) -> str:
        return "\t".join(self)


def measured(name: str) -> Line:
    """Put each kind of change into the construct's document."""
    data = (ROOT / f"tests/conformance/{name}.form.docx").read_bytes()
    reading = read(data, NAME, [FORM])
    if not reading.specs:
        codes = _codes(reading.problems)
        return Line(name, *[f"不读：{codes}"] * 7)
    value = reading.specs[0].value
    others = [one.value for one in reading.specs[1:]]

    def each(change: Callable[[Tracking | None], str]) -> str:
        found = {way: change(tracking) for way, tracking in WAYS.items()}
        told = dict.fromkeys(found.values())
        return next(iter(told)) if len(told) == 1 else "；".join(f"{way} {text}" for way, text in found.items())

    def one(new: Value | None, tracking: Tracking | None) -> Put:
        return _put(reading, data, [new, *others], tracking)

    same = all(one(value, tracking).data == data for tracking in WAYS.values())
    return Line(
        name,
        DONE if same else "变了",
        each(lambda tracking: _texts(reading, data, value, others, tracking)),
        each(lambda tracking: _told([one(new, tracking) for new in _with_row(value)])),
        each(lambda tracking: _told([one(new, tracking) for new in _without_rows(value)])),
        each(lambda tracking: _told([one(new, tracking) for new in _with_goal(value)])),
        each(lambda tracking: _told([_added(data, [value, *others], tracking)])),
        each(lambda tracking: _told([_removed(name, tracking)])),
    )


def _put(reading: Reading, data: bytes, values: Sequence[Value | None], tracking: Tracking | None) -> Put:
    specs = [spec_of(value, f"{place}.yaml") for place, value in enumerate(values) if value is not None]
    tables = {f"{place}.yaml": _first(table) for place, table in enumerate(reading.specs)}
    return put(specs, data, NAME, [FORM], tables=tables, tracking=tracking)


def _first(table: Any) -> int:
    return min(found.block.table for found in table.occurrence.found if isinstance(found.block, Row))


def _texts(reading: Reading, data: bytes, value: Value, others: Sequence[Value], tracking: Tracking | None) -> str:
    """Every text is changed at once; what is refused is left out and counted, till the rest is written."""
    new = deepcopy(value)
    ways: dict[str, tuple[Any, Any]] = {}
    before: dict[tuple[int, Any], str] = {}
    table = reading.specs[0]
    paths = {(id(_inside(new, path[:-1])), path[-1]): path for path in table.addresses if _holds(new, path)}
    for inside, key in edits.texts_in(new):
        path = paths.get((id(inside), key))
        if path is not None and inside[key]:
            old = inside[key]
            first, last = len(old) // 3, max(len(old) // 3 + 1, 2 * len(old) // 3)
            inside[key] = f"{old[:first]}改{old[last:]}"
            before[id(inside), key] = old
            for place in table.places[path]:
                ways.setdefault(str(place.address), (inside, key))
    count = len({(id(inside), key) for inside, key in ways.values()})
    refused: Counter[str] = Counter()
    left: set[tuple[int, Any]] = set()
    for _ in range(TRIES):
        done = _put(reading, data, [new, *others], tracking)
        faults = [problem for problem in done.problems if blocking([problem])]
        if not faults:
            break
        known = [(problem, ways[problem.where.cell]) for problem in faults if problem.where.cell in ways]
        known = [(problem, (inside, key)) for problem, (inside, key) in known if (id(inside), key) not in left]
        if not known:
            return f"0/{count} {_codes(faults)}"
        for problem, (inside, key) in known:
            if (id(inside), key) not in left:
                left.add((id(inside), key))
                refused[problem.code] += 1
                inside[key] = before[id(inside), key]
    else:
        return f"0/{count}"
    return _share(count - len(left), count, refused)


def _inside(value: Any, path: Sequence[Any]) -> Any:
    for key in path:
        value = value[key]
    return value


def _holds(value: Value, path: Sequence[Any]) -> bool:
    try:
        return isinstance(_inside(value, path), str)
    except (KeyError, IndexError, TypeError):
        return False


def _with_row(value: Value) -> Iterator[Value]:
    new = deepcopy(value)
    for rows in edits.rows_in(new)[:1]:
        middle = len(rows) // 2
        rows.insert(middle, {**rows[middle], "指标值": "新"})
        yield new


def _without_rows(value: Value) -> Iterator[Value]:
    for place in range(len((edits.rows_in(value) or [[]])[0])):
        new = deepcopy(value)
        del edits.rows_in(new)[0][place]
        yield new


def _with_goal(value: Value) -> Iterator[Value]:
    new = deepcopy(value)
    for goals in edits.goals_in(new)[:1]:
        goals.append("新的目标。")
        yield new


def _added(data: bytes, values: Sequence[Value], tracking: Tracking | None) -> Put:
    """A project after those that there are; it can only be made like the one with the construct."""
    specs = [spec_of(value, f"{place}.yaml") for place, value in enumerate(values)]
    new = {**SPECS[3].value, "序号": "9"}
    told = {f"{place}.yaml": _first(table) for place, table in enumerate(read(data, NAME, [FORM]).specs)}
    return put(
        [*specs, spec_of(new, "新.yaml")],
        data,
        NAME,
        [FORM],
        tables={**told, "新.yaml": 0},
        add=True,
        tracking=tracking,
    )


def _removed(name: str, tracking: Tracking | None) -> Put:
    """The project with the construct goes, from before another."""
    place = {"text": 11, "paragraph": 12, "cell": 5, "≥": 0, "numbered": 0}.get(CONSTRUCTS[name].target)
    data = apply(BOOK, name, random.Random(name + "1"), place)
    reading = read(data, NAME, [FORM])
    if len(reading.specs) != 2:
        return Put(
            data,
            problems=(*reading.problems, Problem("P320", reading.problems[0].where, "")) if reading.problems else (),
        )
    last = spec_of(reading.specs[1].value, "9.yaml")
    return put([last], data, NAME, [FORM], tables={"9.yaml": _first(reading.specs[1])}, remove=True, tracking=tracking)


def _told(done: Sequence[Put]) -> str:
    """How many puts were written, and why the others were not."""
    if not done:
        return "—"
    refused = [_first_code(one.problems) for one in done if blocking(one.problems)]
    return _share(len(done) - len(refused), len(done), Counter(refused))


def _share(written: int, count: int, refused: Counter[str]) -> str:
    if written == count:
        return DONE
    codes = "、".join(f"{code}×{some}" if count > 1 and some > 1 else code for code, some in sorted(refused.items()))
    return codes if count == 1 else f"{written}/{count} {codes}"


def _first_code(problems: Sequence[Problem]) -> str:
    return next(problem.code for problem in problems if blocking([problem]))


def _codes(problems: Sequence[Problem]) -> str:
    return "、".join(sorted({problem.code for problem in problems if blocking([problem])}))


SPECS = specs_in(ROOT / "specs/331201/2022")
_BOOK = build(SPECS[7:9], FORM).data
assert _BOOK is not None
BOOK = _BOOK


def recorded() -> dict[str, Line]:
    """The lines of the file, by their constructs."""
    lines = [Line(*line.split("\t")) for line in FILE.read_text("utf-8").splitlines()] if FILE.exists() else []
    return {line.name: line for line in lines}


def main(names: Sequence[str]) -> None:
    """Measure and write."""
    lines = recorded() if names else {}
    for name in names or sorted(CONSTRUCTS):
        lines[name] = measured(name)
        print(lines[name], flush=True)
    FILE.write_text("".join(f"{lines[name]}\n" for name in sorted(lines)), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
