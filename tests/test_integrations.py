"""What `docs/integrations.md` and the hooks tell others to run can be run."""

from __future__ import annotations

import re
import shlex
import tomllib

import pytest
import yaml
from conftest import ROOT

from goalgen.cli.arguments import parser

PAGE = (ROOT / "docs/integrations.md").read_text("utf-8")
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
COMMANDS = re.findall(r"(?:run: |- |`)(goalgen (?:check|build|form|lsp)[^`\n>]*)", PAGE)


def snippets(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_names_a_command(hook):
    assert parser().parse_args([*shlex.split(hook["entry"])[1:], "specs/a.yaml"]).run
    assert re.search(hook["files"], "specs/331201/2022/08-科技系统干部教育培训.yaml")
    assert not re.search(hook["files"], "docker/compose.yaml")


def test_the_page_names_the_hooks():
    [settings] = [yaml.safe_load(text) for text in snippets("yaml") if "repos:" in text]
    assert {hook["id"] for hook in settings["repos"][0]["hooks"]} == {hook["id"] for hook in HOOKS}


def test_the_snippets_are_what_they_say():
    assert len([yaml.safe_load(text) for text in snippets("yaml")]) == 5
    assert [list(tomllib.loads(text)) for text in snippets("toml")] == [["language-server", "language"]]


@pytest.mark.parametrize("command", sorted(set(COMMANDS)))
def test_the_commands_of_the_page_are_ours(command):
    assert parser().parse_args(shlex.split(command)[1:]).run


def test_there_are_commands():
    assert len(set(COMMANDS)) >= 5
