"""Whatever a message can spell out, `check --fix` writes into the file and the editor offers, the same characters (law L11).

One whole spec for each code whose problems carry a text or say how they are mended, found among what the other tests use.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import advice
import pytest
from conftest import ROOT
from lsprotocol import types
from test_slips_whole import BASE

from goalgen.cli import main
from goalgen.lsp import Desk, Sheet, actions
from goalgen.problem import Problem
from goalgen.rules import catalog
from goalgen.text import Edit, Span, apply_edits

pytestmark = pytest.mark.slow
EXTRA = [
    BASE.replace("资金用途: 科技", "资金用途: 用于: 科技"),
    BASE.replace("tianjin-2022", "tianjin-2220"),
    BASE.replace("表样: tianjin-2022", "样式: tianjin-2022"),
]
"""What is not among the slips: a colon inside, a form misspelt, its key misspelt."""


@cache
def samples() -> dict[str, str]:
    """A text for each code, the one in which the least is to be mended."""
    found: dict[str, tuple[int, str]] = {}
    for text in [*(text for text, fragment in advice.corpus() if not fragment), *EXTRA]:
        told = advice.advised(advice.look(text))
        for code in {problem.code for problem in told if problem.fix}:
            found[code] = min(found.get(code, (len(told), text)), (len(told), text))
    return {code: text for code, (_, text) in sorted(found.items())}


ONE_FORM = {"S201"}
"""Told with a text only where there is one form."""
PARTS = 8
"""They are found when they are asked for, not when tests are collected: that would take seconds of every run."""


def codes() -> list[str]:
    return sorted(set(samples()) - ONE_FORM)


@pytest.fixture
def here(tmp_path, monkeypatch):
    for name in ("schemas", "templates"):
        (tmp_path / name).symlink_to(ROOT / name)
    folder = tmp_path / "specs/331201/2022"
    folder.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return folder / "01.yaml"


def opened(file: Path, text: str) -> Sheet:
    return Desk().look(file.as_uri(), text, "utf-16")


def made(sheet: Sheet, action: types.CodeAction) -> str:
    """The text after an action of the editor."""
    assert action.edit
    assert action.edit.changes
    (edits,) = action.edit.changes.values()
    ends = ((each, sheet.text.offset(each.range.start), sheet.text.offset(each.range.end)) for each in edits)
    return apply_edits(sheet.text.source.text, [Edit(Span(start, end), each.new_text) for each, start, end in ends])


def offered(file: Path, sheet: Sheet, problem: Problem) -> list[str]:
    """What the editor makes of the text when its quick fix for a problem is chosen."""
    shown = sheet.text.range(sheet.text.span(problem))
    found = actions(file.as_uri(), sheet, shown)
    quick = [each for each in found if each.kind == types.CodeActionKind.QuickFix and each.diagnostics]
    return [made(sheet, each) for each in quick if each.diagnostics and each.diagnostics[0].message == problem.message]


def test_every_code_that_carries_a_text_has_a_sample():
    carrying = {
        problem.code
        for text, fragment in advice.corpus()
        for problem in advice.look(text, fragment=fragment).problems
        if problem.text
    }
    assert carrying - ONE_FORM <= set(codes())


@pytest.mark.parametrize("part", range(PARTS))
def test_the_editor_and_the_command_write_what_the_message_says(part, here):
    for code in codes()[part::PARTS]:
        same_everywhere(code, here)


def same_everywhere(code: str, here: Path) -> None:
    text = samples()[code]
    here.write_text(text, "utf-8")
    sheet = opened(here, text)
    mine = [problem for problem in sheet.problems if problem.code == code and problem.fix]
    assert mine, code
    for problem in mine:
        written = apply_edits(text, problem.fix)
        assert written in offered(here, sheet, problem), problem
        assert not problem.text or problem.text in written
    rule = catalog().get(code)
    safe = rule is None or rule.fix == "safe"
    main(["check", "--fix" if safe else "--unsafe-fixes"])
    after = here.read_text("utf-8")
    assert [str(each) for each in opened(here, after).problems if each.code == code and each.fix] == [], code
    if safe:
        nowhere = types.Range(types.Position(0, 0), types.Position(0, 0))
        (whole,) = [
            each for each in actions(here.as_uri(), sheet, nowhere) if each.kind == types.CodeActionKind.SourceFixAll
        ]
        assert made(sheet, whole) == after, code
