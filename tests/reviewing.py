"""The judgements of tests/reviewed: what people made of each finding on tables of other regions, and which of the faults listed beforehand were found.

* `judged/NAME.txt`: a finding a line: verdict, code, severity, cell, `|`, message, and `|` why where the verdict is not 对.
* `first/NAME.txt`: the same of the very first run, before anything was mended for these tables. Nobody changes it.
* `recall/NAME.txt`: a fault a line, listed before the first run: row and column, what is wrong, what to write, then the codes that
  find it (`G958@R11`: in another row, `+`: there only since it was mended), or `—` and why not. `recall/seed.txt` is of the seed, by `P8.1`.
* `blank.txt`: how often a code is told of a blank form. `seed-changes.txt`: what was told of the seed once and is not today, and what says it now.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from elsewhere import FOLDER, Said
from judged import RIGHT, UNJUDGED, judged

BLANK = tuple(f"f{number}-" for number in range(1, 6))
"""The blank forms of the norms."""
HELD_OUT = "h"
"""What the names of the tables begin with that were written when the others had been mended."""


class Verdict(NamedTuple):
    """A finding and what a person made of it, with the reason where it is not simply right."""

    verdict: str
    said: Said
    why: str = ""

    def __str__(self) -> str:
        return f"{self.verdict} {self.said}" + (f" | {self.why}" if self.why else "")


class Fault(NamedTuple):
    """A fault that a reviewer is certain of: where, what, what to write; the codes that find it, or why none does."""

    table: str
    place: str
    wrong: str
    better: str
    codes: tuple[str, ...]
    why: str = ""


class SeedChange(NamedTuple):
    """What was told of the seed once: verdict, code, place, characters; the codes that say it now, and why."""

    verdict: str
    code: str
    place: str
    text: str
    now: tuple[str, ...]
    why: str


@cache
def verdicts(folder: str = "judged") -> Mapping[str, Sequence[Verdict]]:
    """The judged findings of each table, from `judged` or from `first`."""
    paths = sorted((FOLDER / folder).glob("*.txt"))
    return {path.stem: [_verdict(line) for line in path.read_text("utf-8").splitlines()] for path in paths}


def _verdict(line: str) -> Verdict:
    verdict, code, severity, cell, rest = line.split(" ", 4)
    message, _, why = rest.removeprefix("| ").partition(" | ")
    return Verdict(verdict, Said(code, severity, "" if cell == "-" else cell, message), why)


def with_verdicts(name: str, found: Iterable[Said]) -> list[Verdict]:
    """The findings of today with the verdicts on the disk: the same message at the same place, else the same code there."""
    before = [*verdicts().get(name, ())]
    judged_now = []
    for said in found:
        said = said._replace(cell=said.cell.replace(" ", ""))
        same = [each for each in before if each.said[:3:2] == said[:3:2]]
        best = next((each for each in same if each.said == said), same[0] if same else None)
        if best:
            before.remove(best)
        judged_now.append(Verdict(best.verdict if best else UNJUDGED, said, best.why if best else ""))
    return judged_now


@cache
def faults() -> Sequence[Fault]:
    """All that were listed."""
    found = []
    for path in sorted((FOLDER / "recall").glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            place, wrong, better, codes, *why = line.split(" | ")
            found.append(
                Fault(path.stem, place, wrong, better, tuple(codes.split()) if codes != "—" else (), "".join(why))
            )
    return found


def is_found(fault: Fault, folder: str = "judged") -> bool:
    """Whether one of its codes is told where it says, in that run; of the seed, today."""
    row, _, _ = fault.place.partition(" ")
    codes = [code.rstrip("+") for code in fault.codes if folder != "first" or not code.endswith("+")]
    return any(
        _is_told(fault.table, code, at or row, folder) for code, _, at in (each.partition("@") for each in codes)
    )


def _is_told(table: str, code: str, row: str, folder: str) -> bool:
    if table == "seed":
        return any(finding.place == row for _, finding in judged()[code].findings)
    in_row = re.compile(rf"表\d+第{row.removeprefix('R')}行")
    return any(each.said.code == code and in_row.match(each.said.cell) for each in verdicts(folder).get(table, ()))


def counts(chosen: Iterable[Verdict]) -> Counter[tuple[str, str]]:
    """How many of each severity and verdict."""
    return Counter((each.said.severity, each.verdict) for each in chosen)


def share_right(chosen: Sequence[Verdict]) -> float:
    """The share of right ones."""
    return sum(each.verdict == RIGHT for each in chosen) / len(chosen)


def of(folder: str, held_out: bool) -> list[Verdict]:
    """The verdicts of the fifteen tables and the five filled forms, or of those that were held out."""
    return [each for name, some in verdicts(folder).items() for each in some if name.startswith(HELD_OUT) is held_out]


def listed(held_out: bool) -> list[Fault]:
    """The faults listed of those tables."""
    return [each for each in faults() if each.table != "seed" and each.table.startswith(HELD_OUT) is held_out]


@cache
def blank() -> Mapping[str, Sequence[tuple[str, str, int]]]:
    """Of each blank form the codes, their severity and how often."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    for line in (FOLDER / "blank.txt").read_text("utf-8").splitlines():
        name, code, severity, count = line.split()
        found.setdefault(name, []).append((code, severity, int(count)))
    return found


@cache
def seed_changes() -> Sequence[SeedChange]:
    """What is not told of the seed any more."""
    found = []
    for line in (FOLDER / "seed-changes.txt").read_text("utf-8").splitlines():
        head, now, why = line.rsplit(" | ", 2)
        found.append(SeedChange(*head.split(" ", 3), tuple(now.split()), why))
    return found
