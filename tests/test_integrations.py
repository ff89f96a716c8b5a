"""What `docs/integrations.md` and the hooks tell others to run can be run, as it stands there."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT

from goalgen.cli.arguments import parser

PAGE = (ROOT / "docs/integrations.md").read_text("utf-8")
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
COMMANDS = re.findall(
    r"(?:run: |- |`|^|-r )(goalgen (?:check|build|form|lsp|diff|init|git|fmt)(?: [^`\n>|]*)?)", PAGE, re.MULTILINE
)
BLOCKS = re.findall(r"^[ ]*```(\w+)\n(.*?)^[ ]*```$", PAGE, re.DOTALL | re.MULTILINE)
WORKFLOWS = [text for language, text in BLOCKS if language == "yaml" and "\njobs:" in text]
JOBS = [text for language, text in BLOCKS if language == "yaml" and "\n  script:" in text]
OWN = next(text for text in WORKFLOWS if "--format github" in text)
SCAN = next(text for text in WORKFLOWS if "upload-sarif" in text)
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))


def snippets(language: str) -> list[str]:
    return [text for found, text in BLOCKS if found == language]


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_names_a_command(hook):
    assert parser().parse_args([*shlex.split(hook["entry"])[1:], "specs/a.yaml"]).run
    assert re.search(hook["files"], "specs/331201/2022/08-科技系统干部教育培训.yaml")
    assert not re.search(hook["files"], "docker/compose.yaml")


def test_the_page_names_the_hooks():
    [settings] = [yaml.safe_load(text) for text in snippets("yaml") if "repos:" in text]
    assert {hook["id"] for hook in settings["repos"][0]["hooks"]} == {hook["id"] for hook in HOOKS}


def test_every_snippet_is_known():
    assert (len(WORKFLOWS), len(JOBS)) == (3, 2)
    counts = {language: len(snippets(language)) for language, _ in BLOCKS}
    assert counts == {"yaml": 6, "sh": 4, "gitattributes": 1, "json": 1, "lua": 1, "toml": 1, "elisp": 1}


def test_the_snippets_are_what_they_say():
    for text in snippets("yaml"):
        assert yaml.safe_load(text)
    assert [list(tomllib.loads(text)) for text in snippets("toml")] == [["language-server", "language"]]
    for text in snippets("json"):
        assert json.loads(text)
    for text in snippets("sh"):
        subprocess.run(["bash", "-n"], input=text.encode(), check=True)


@pytest.mark.parametrize("command", sorted(set(COMMANDS)))
def test_the_commands_of_the_page_are_ours(command):
    assert parser().parse_args(shlex.split(command, comments=True)[1:]).run


def test_there_are_commands():
    assert len(set(COMMANDS)) >= 12


def test_a_workflow_may_do_what_it_does():
    for text in WORKFLOWS:
        may = yaml.safe_load(text)["permissions"]
        assert may["contents"] == "read"
        assert may.get("security-events") == ("write" if "upload-sarif" in text else None)
        assert may.get("pull-requests") == ("write" if "<仓库>@" in text else None)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("schema", "texts"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("vendor.gitlab-ci", JOBS),
        ("vendor.github-actions", [(ROOT / "action.yml").read_text("utf-8")]),
    ],
)
def test_the_platforms_schemas_accept_them(tmp_path, schema, texts):
    pytest.importorskip("check_jsonschema")
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.yml").write_text(text, "utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, tmp_path.iterdir())]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n"), done.stdout


def test_the_starter_of_init_is_the_one_of_the_page():
    for name in ("github", "gitlab"):
        assert (ROOT / f"goalgen/starter/{name}.yml").read_text("utf-8") in snippets("yaml")


# the workflows, run in a repository that had faults before


def git(root: Path, *words: str) -> str:
    own = ("-c", "user.name=甲", "-c", "user.email=a@b", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *own, *words], cwd=root, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path, monkeypatch) -> Path:
    """A clone on a branch of its own, whose main has faults; `goalgen` and what the platforms give are in its environment."""
    origin, root, tools = tmp_path / "origin", tmp_path / "仓库", tmp_path / "tools"
    (origin / "specs/331201").mkdir(parents=True)
    shutil.copytree(ROOT / "specs/331201/2022", origin / "specs/331201/2022")
    git(origin, "init", "-q")
    git(origin, "add", "-A")
    git(origin, "commit", "-qm", "从前的")
    git(tmp_path, "clone", "-q", str(origin), str(root))
    git(root, "checkout", "-qb", "改")
    tools.mkdir()
    (tools / "goalgen").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m goalgen "$@"\n')
    (tools / "goalgen").chmod(0o755)
    for name in [name for name in os.environ if name.startswith(("GITHUB_", "CI_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    return root


def harmless_change(root: Path) -> None:
    """What brings a workflow into a repository: no finding is new."""
    (root / "读我.md").write_text("流水线\n", "utf-8")
    spec = next((root / "specs/331201/2022").glob("08-*"))
    spec.write_text("# 一行说明\n" + spec.read_text("utf-8"), "utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "加流水线")


def bad_change(root: Path) -> None:
    spec = next((root / "specs/331201/2022").glob("08-*"))
    text = spec.read_text("utf-8")
    assert text.count('预算数: "43.00"') == 1
    spec.write_text(text.replace('预算数: "43.00"', '预算数: "99.00"'), "utf-8")
    git(root, "commit", "-qam", "改错了")


def bash(root: Path, script: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=root,
        env={**os.environ, **more},
        capture_output=True,
        text=True,
        check=False,
    )


def steps(job: dict[str, Any]) -> list[str]:
    """What the steps of a job run, without those that install."""
    return [step["run"] for step in job["steps"] if "run" in step and "pip install" not in step["run"]]


@pytest.mark.slow
def test_the_first_run_of_the_written_workflow_is_green_and_a_new_fault_makes_it_red(repository):
    [job] = yaml.safe_load(OWN)["jobs"].values()
    assert job["env"] == {"BASE": "${{ github.event.pull_request.base.sha }}"}
    base = git(repository, "rev-parse", "origin/main")
    harmless_change(repository)
    done = [bash(repository, step, BASE=base) for step in steps(job)]
    assert [each.returncode for each in done] == [0, 0, 0, 0], [each.stderr for each in done]
    assert done[0].stdout == ""
    assert (repository / "books/331201-2022.docx").exists()
    bad_change(repository)
    done = [bash(repository, step, BASE=base) for step in steps(job)]
    assert [each.returncode for each in done] == [1, 0, 0, 0]
    assert re.findall(r"title=(\w+)", done[0].stdout) == ["G201", "G203"]
    summary = (repository.parent / "summary.md").read_text("utf-8")
    assert "G201" in summary
    assert "~~43.00~~" in summary


@pytest.mark.slow
def test_the_scan_writes_all_findings_and_does_not_stop(repository):
    [job] = yaml.safe_load(SCAN)["jobs"].values()
    done = [bash(repository, step) for step in steps(job)]
    assert [each.returncode for each in done] == [0]
    log = json.loads((repository / "goalgen.sarif").read_text("utf-8"))
    assert len(log["runs"][0]["results"]) > 100


@pytest.mark.slow
@pytest.mark.parametrize("text", JOBS, ids=["review", "quality"])
def test_the_jobs_of_gitlab(repository, text):
    [job] = yaml.safe_load(text).values()
    (repository / ".goalgen-src").symlink_to(ROOT)
    script = "\n".join(line for line in job["script"] if not line.startswith(("git clone", "pip install")))
    base = git(repository, "rev-parse", "origin/main")
    report = repository / job["artifacts"]["reports"]["codequality"]
    for change, code, found in ((harmless_change, 0, []), (bad_change, 1, ["G201", "G203"])):
        change(repository)
        done = bash(repository, script, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
        assert done.returncode == code, done.stderr
        issues = json.loads(report.read_text("utf-8"))
        assert [issue["check_name"] for issue in issues] == found
        for issue in issues:  # the shape that GitLab documents
            assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
            assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
            assert re.fullmatch(r"[0-9a-f]{64}", issue["fingerprint"])
            assert (repository / issue["location"]["path"]).is_file()
            assert issue["location"]["lines"]["begin"] >= 1


@pytest.mark.slow
def test_without_a_revision_the_list_of_what_is_known_makes_the_first_run_green(repository):
    [baseline] = [text for text in snippets("sh") if "--baseline" in text]
    review = f'bash "{ROOT}/integrations/review.sh" 0000000000000000000000000000000000000000 out'
    assert bash(repository, review).returncode == 1
    assert bash(repository, baseline).returncode == 0
    assert git(repository, "status", "--short", "已知问题.json").startswith("A ")
    assert bash(repository, review).returncode == 0
    bad_change(repository)
    done = bash(repository, review)
    assert (done.returncode, re.findall(r":\d+:\d+ (G\d+)", done.stdout)) == (1, ["G201"])


@pytest.mark.slow
def test_the_lines_for_other_pipelines_and_for_git(repository):
    [lines] = [text for text in snippets("sh") if "--output-file" in text]
    harmless_change(repository)
    assert bash(repository, lines).returncode == 0
    assert (repository / "改了什么.md").read_text("utf-8") == "**两边一样，没有改动**\n"
    bad_change(repository)
    assert bash(repository, lines).returncode == 1
    [quoted] = [text for text in snippets("sh") if text.startswith("git config")]
    assert '"' in git(repository, "diff", "--name-only", "origin/main", "--", "specs")
    assert bash(repository, quoted).returncode == 0
    assert git(repository, "diff", "--name-only", "origin/main", "--", "specs").endswith("08-科技系统干部教育培训.yaml")
    [changed] = [text for text in snippets("sh") if "xargs" in text]
    done = bash(repository, changed)
    assert done.returncode == 123  # how xargs says that a command ended with 1
    assert set(re.findall(r"^(\S+\.yaml):\d+", done.stdout, re.MULTILINE)) == {
        "specs/331201/2022/08-科技系统干部教育培训.yaml"
    }


@pytest.mark.slow
def test_the_attributes_are_what_init_and_git_install_write(tmp_path, monkeypatch):
    from goalgen.cli import main

    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "-q")
    assert main(["init", "-q"]) == 0
    assert main(["git", "install"]) == 0
    lines = [
        line for line in Path(".gitattributes").read_text("utf-8").splitlines() if line and not line.startswith("#")
    ]
    assert lines == snippets("gitattributes")[0].splitlines()
    assert git(tmp_path, "config", "core.quotepath") == "false"
