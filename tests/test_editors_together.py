"""`yaml-language-server` and `goalgen lsp` on one file, as an editor runs them with the settings of the page: nothing is said twice."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from tools import require
from tools.lsp import Editor

pytestmark = pytest.mark.slow

SETTINGS = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))
PAGE = (ROOT / "docs/integrations.md").read_text("utf-8")
[TOGETHER] = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL) if "yaml.validate" in text]
"""What the page tells to set where both run."""
NAME = "08-科技系统干部教育培训.yaml"
SPEC = (ROOT / "specs/331201/2022" / NAME).read_text("utf-8")
WRONG = {
    "a value": ('单位代码: "331201"', '单位代码: "33120l"', "S206"),
    "a key": ("资金用途:", "资金用处:", "S204"),
    "no YAML": ("绩效目标:", "绩效目标: [", "S124"),
    "a rule": ("指标值: ≥10场次", "指标值: ≧10场次", "G411"),
}


class Both:
    """One editor: two servers, a file that both are shown."""

    def __init__(self, root: Path, settings: dict[str, Any]) -> None:
        self.path, self.version = root / "specs/331201/2022" / NAME, 1
        self.yaml = Editor([require("yaml-language-server"), "--stdio"], root, settings)
        self.ours = Editor([sys.executable, "-m", "goalgen", "lsp"], root)
        self.servers = self.yaml, self.ours
        item = {"uri": self.path.as_uri(), "languageId": "yaml", "version": 1, "text": SPEC}
        for server in self.servers:
            server.tell("textDocument/didOpen", textDocument=item)
        self._marked()

    def show(self, text: str) -> list[list[tuple[int, str]]]:
        """Type the text; gives the line and the message of what each server underlines then."""
        self.version += 1
        for server in self.servers:
            server.published.pop(self.path.as_uri(), None)
            document = {"uri": self.path.as_uri(), "version": self.version}
            server.tell("textDocument/didChange", textDocument=document, contentChanges=[{"text": text}])
        return self._marked()

    def _marked(self) -> list[list[tuple[int, str]]]:
        found = []
        for server in self.servers:
            while self.path.as_uri() not in server.published:
                server._receive()
            marks = server.published[self.path.as_uri()]
            found.append([(mark["range"]["start"]["line"], mark["message"]) for mark in marks])
        return found

    def ask(self, method: str, **given: Any) -> list[Any]:
        document = {"uri": self.path.as_uri()}
        return [server.ask(f"textDocument/{method}", textDocument=document, **given) for server in self.servers]


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    found: Path = tmp_path_factory.mktemp("两个")
    (found / "specs/331201/2022").mkdir(parents=True)
    (found / "specs/331201/2022" / NAME).write_text(SPEC, "utf-8")
    shutil.copytree(ROOT / "schemas", found / "schemas")
    os.environ["PYTHONPATH"] = str(ROOT)
    return found


@pytest.fixture(scope="module")
def both(root) -> Iterator[Both]:
    found = Both(root, {**SETTINGS, **TOGETHER})
    with found.yaml, found.ours:
        yield found


@pytest.fixture(scope="module")
def twice(root) -> Iterator[Both]:
    """The same without the settings of the page."""
    found = Both(root, SETTINGS)
    with found.yaml, found.ours:
        yield found


def names(answer: Any) -> list[str]:
    return [each["label"] for each in (answer["items"] if isinstance(answer, dict) else answer or [])]


def place(text: str, at: str) -> dict[str, int]:
    before = text[: text.index(at)]
    return {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}


@pytest.mark.parametrize("what", WRONG)
def test_one_of_them_says_what_is_wrong(both, what):
    old, new, code = WRONG[what]
    assert SPEC.count(old) == 1
    theirs, ours = both.show(SPEC.replace(old, new))
    assert theirs == []
    assert code in {found["code"] for found in both.ours.published[both.path.as_uri()]}
    assert len(set(ours)) == len(ours)


@pytest.mark.parametrize("what", ["a value", "a key", "no YAML"])
def test_without_the_settings_both_would(twice, what):
    old, new, _ = WRONG[what]
    theirs, ours = twice.show(SPEC.replace(old, new))
    assert theirs
    assert ours
    assert what == "no YAML" or {line for line, _ in theirs} & {line for line, _ in ours}


def test_one_of_them_offers_the_fields(both, twice):
    text = f"{SPEC.rstrip()}\n- 一级指标: 产出指标\n  三"
    for editor in (both, twice):
        editor.show(text)
    where = {"line": text.count("\n"), "character": 3}
    theirs, ours = both.ask("completion", position=where)
    assert (names(theirs), names(ours)) == ([], ["二级指标", "三级指标", "绩效指标描述", "指标值"])
    assert "三级指标" in names(twice.ask("completion", position=where)[0])


def test_one_of_them_explains_a_field(both, twice):
    for editor in (both, twice):
        editor.show(SPEC)
    where = place(SPEC, "金额单位")
    theirs, ours = both.ask("hover", position=where)
    assert theirs is None
    assert ours["contents"]["value"].startswith("**金额单位**")
    assert twice.ask("hover", position=where)[0] is not None


def test_one_of_them_puts_into_layout(both):
    both.show(SPEC.replace('"43.00"', "'43.00'"))
    theirs, ours = both.ask("formatting", options={"tabSize": 2, "insertSpaces": True})
    assert not theirs
    assert len(ours) == 1


def test_one_of_them_mends(both):
    old, new, _ = WRONG["a rule"]
    text = SPEC.replace(old, new)
    both.show(text)
    where = place(text, "≧")
    found = both.ask("codeAction", range={"start": where, "end": where}, context={"diagnostics": []})
    titles = [[each["title"] for each in answer or []] for answer in found]
    assert "G411 改「≧」为「≥」" in titles[1]
    assert not set(titles[0]) & set(titles[1])


def test_the_other_editors_of_the_page_are_told_the_same():
    quiet = {key.removeprefix("yaml."): value for key, value in TOGETHER.items()}
    [helix] = [tomllib.loads(text) for text in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL) if "language" in text]
    told = helix["language-server"]["yaml-language-server"]["config"]["yaml"]
    assert {key: told[key] for key in quiet} == quiet
    [neovim] = [text for text in re.findall(r"```lua\n(.*?)```", PAGE, re.DOTALL) if "yamlls" in text]
    assert all(f"{key} = false" in neovim for key in quiet)
