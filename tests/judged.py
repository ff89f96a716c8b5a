"""What the rules find in the 17 published projects, and how people judged each finding: `tests/judged/G521.txt`, a file a rule.

The first line is a note on the judgement (may be empty). Each other line is a finding: the verdict, its place for people, its
place in the file, the characters it is about, `|`, what it says. The command `python -m tests.tools.generate` writes these files;
a person changes nothing in them but the note and the verdicts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from conftest import ROOT
from rules import SEED, seed

from goalgen.problem import Problem
from goalgen.rules import Choice, catalog, judge
from goalgen.text import Source

FOLDER = ROOT / "tests" / "judged"
RIGHT, ARGUABLE, WRONG, UNJUDGED = VERDICTS = ("对", "可商榷", "错", "未判")


class Found(NamedTuple):
    """A finding on the seed as people see it: `P8.1`, `08:19:8+7`, the characters, the message."""

    place: str
    span: str
    text: str
    message: str

    def __str__(self) -> str:
        return f"{self.place} {self.span} {self.text} | {self.message}"


class Judged(NamedTuple):
    """A rule's findings with their verdicts, and the note."""

    note: str
    findings: tuple[tuple[str, Found], ...]

    def count(self, verdict: str) -> int:
        return sum(given == verdict for given, _ in self.findings)

    def __str__(self) -> str:
        return "".join(f"{line}\n" for line in [self.note, *(f"{verdict} {found}" for verdict, found in self.findings)])


@lru_cache(maxsize=1)
def _sources() -> dict[str, Source]:
    return {path.name: Source(path.name, path.read_text("utf-8")) for path in SEED}


def place(problem: Problem) -> str:
    """`P8.1` for the first indicator, `P8目标1`, or `P8` for what stands above the goals."""
    text, project = _sources()[problem.where.file].text, int(problem.where.file[:2])
    before = "\n".join(text.split("\n")[: problem.where.line])
    rows = before.count("\n- 一级指标")
    _, goals, items = before.partition("\n绩效目标:")
    return f"P{project}.{rows}" if rows else f"P{project}目标{items.count(chr(10) + '- ')}" if goals else f"P{project}"


@lru_cache(maxsize=1)
def found() -> Mapping[str, list[Found]]:
    """The findings of every rule on the seed."""
    result: dict[str, list[Found]] = {code: [] for code in catalog()}
    for problem in judge(seed(), Choice(("G", *catalog()))):
        at = problem.where
        text = _sources()[at.file].line(at.line)[at.column - 1 :][: at.length]
        span = f"{at.file[:2]}:{at.line}:{at.column}+{at.length}"
        result[problem.code].append(Found(place(problem), span, text, problem.message))
    return result


def parse(text: str) -> Judged:
    """A file as it is on the disk."""
    note, *lines = text.removesuffix("\n").split("\n")
    findings = []
    for line in lines:
        verdict, place, span, rest = line.split(" ", 3)
        characters, _, message = rest.partition(" | ")
        findings.append((verdict, Found(place, span, characters, message)))
    return Judged(note, tuple(findings))


def on_disk(code: str) -> Judged:
    """What people judged of a rule's findings so far."""
    path = FOLDER / f"{code}.txt"
    return parse(path.read_text("utf-8")) if path.exists() else Judged("", ())


@lru_cache(maxsize=1)
def judged() -> Mapping[str, Judged]:
    """The findings of today with the verdicts on the disk; one that nobody has seen is 未判."""
    result = {}
    for code, findings in found().items():
        before = on_disk(code)
        verdicts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for verdict, one in before.findings:
            verdicts[one.place, one.text].append(verdict)
        given = [(verdicts[one.place, one.text] or [UNJUDGED]).pop(0) for one in findings]
        result[code] = Judged(before.note, tuple(zip(given, findings, strict=True)))
    return result


def totals() -> Counter[str]:
    """How many findings of each verdict there are."""
    return Counter(verdict for one in judged().values() for verdict, _ in one.findings)
