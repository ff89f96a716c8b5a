"""docs/clerk.md is done as it is written: every command, every answer, what is changed in Notepad and in Word."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT, specs_in
from tools import clerk

pytestmark = pytest.mark.slow


def test_the_page_does_what_it_says(tmp_path):
    pytest.importorskip("pty", reason="a terminal of one's own is a thing of POSIX")
    here = clerk.checkout(tmp_path)
    seen = list(clerk.run(here))
    said = "\n".join(f"{each.command}\n{each.text}" for each in seen)
    assert [(each.command.split(" ")[:2], each.code) for each in seen] == [
        (["goalgen", "init"], 0),
        (["cp", "tests/data/legacy/tianjin-2022.docx"], 0),
        (["goalgen", "new"], 0),
        (["goalgen", "check"], 1),
        (["goalgen", "check"], 1),
        (["goalgen", "check"], 1),
        (["goalgen", "build"], 0),
        (["goalgen", "pull"], 0),
        (["goalgen", "check"], 1),
        (["goalgen", "build"], 0),
    ], said
    checks = [each.text for each in seen if each.command.startswith("goalgen check")]
    assert [re.findall(r"(\d+) 个错误", text) for text in checks] == [["1"], ["1"], [], []], said
    assert " G503 " in checks[0]
    (spec,) = specs_in(here / "绩效/specs/331201/2023")
    assert (spec.value["年度"], spec.value["预算数"], spec.value["财政资金"]) == ("2023", "45.00", "45.00")
    values = [row["指标值"] for row in spec.value["绩效指标"]]
    assert "≥12场次" in values
    assert "2023年12月31日前完成" in values
    assert (here / "绩效/build/331201-2023.docx").exists()


def test_the_pictures_are_there_and_small():
    shown = re.findall(r"\]\((pictures/[^)]+)\)", clerk.PAGE.read_text("utf8"))
    assert shown == [f"pictures/clerk-{name}.png" for name in ("new", "check", "word", "pull")]
    assert [each for each in shown if (ROOT / "docs" / each).stat().st_size > 150_000] == []


def test_what_the_page_names_is_there():
    page = clerk.PAGE.read_text("utf8")
    assert [path for path in re.findall(r"\]\(([^)]+)\)", page) if not (ROOT / "docs" / path).exists()] == []
