"""The pages that take somebody by the hand: each command is run as it stands, and prints what the page says."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from tools.pages import PAGES, play

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="the blocks are for bash")]
[REVIEWING] = [page for page in PAGES if page.name == "reviewing.md"]


def agree(text: str, folder: Path) -> None:
    """Run what a page says, and hold it against that."""
    played = play(text, folder)
    for one in played:
        assert "Traceback" not in one.printed
        assert "错误：" not in one.printed
        assert one.shown is None or one.printed == one.shown, f"{one.script}run python -m tests.tools.pages"
    assert [one.script for one in played if one.shown is None and one.printed] == []


def test_the_first_hour_of_a_reviewer(tmp_path):
    before, mark, rest = REVIEWING.read_text("utf-8").partition("## 1. ")
    agree(before, tmp_path)
    sent = {path.name: path.read_bytes() for path in (tmp_path / "送审").iterdir()}
    agree(mark + rest, tmp_path)
    assert {path.name: path.read_bytes() for path in (tmp_path / "送审").iterdir()} == sent
    assert {path.name for path in (tmp_path / "批注过的").iterdir()} == set(sent)
    assert (tmp_path / "评审.html").read_text("utf-8").startswith("<!doctype html>")
    assert len((tmp_path / "批注.md").read_text("utf-8").splitlines()) > 30


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_points_to_is_there_and_small(page):
    for name in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
        assert (page.parent / name).stat().st_size < 200_000
