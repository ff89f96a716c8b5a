"""`goalgen completion`: each script completes in its own shell, and no goalgen is started for it."""

from __future__ import annotations

import os
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import ROOT
from tools import require

from goalgen.cli import main
from goalgen.cli.arguments import parser
from goalgen.cli.completion import SCRIPTS

FOLDER = ROOT / "goalgen/cli/completions"
WORDS = [
    ("goalgen pu", {"put", "pull"}),
    ("goalgen form dr", {"draft"}),
    ("goalgen check --stat", {"--statistics"}),
    ("goalgen check --format sa", {"sarif"}),
    ("goalgen check 规", {"规格.yaml", "规程/"}),
    ("goalgen build -o 规", {"规程/"}),
]
"""A command line, and what it can become at its end."""
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("shell", SCRIPTS)
def test_the_command_prints_the_script(shell, capsys):
    assert main(["completion", shell]) == 0
    assert capsys.readouterr().out == (FOLDER / SCRIPTS[shell]).read_text("utf8")


def test_every_argument_is_a_file_or_known_not_to_be():
    pytest.importorskip("shtab")
    from tools.completion import OTHERS, PATHS, actions

    free = {str(action.metavar) for action in actions(parser()) if action.nargs != 0 and not action.choices}
    assert free - PATHS - OTHERS == set()


@pytest.fixture
def here(tmp_path):
    """A folder with something to complete, and a goalgen that tells when it is started."""
    Path(tmp_path, "规格.yaml").touch()
    Path(tmp_path, "规程").mkdir()
    Path(tmp_path, "bin").mkdir()
    Path(tmp_path, "bin/goalgen").write_text(f"#!/bin/sh\ntouch '{tmp_path}/started'\n")
    Path(tmp_path, "bin/goalgen").chmod(0o755)
    return tmp_path


def env(here: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PATH": f"{here}/bin:{os.environ['PATH']}",
        "HOME": str(here),
        "LC_ALL": "C.UTF-8",
        "TERM": "dumb",
    }


def run(here: Path, *command: str) -> list[str]:
    done = subprocess.run(
        command, cwd=here, env=env(here), capture_output=True, timeout=30, check=True, encoding="utf8"
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.parametrize(("line", "wanted"), WORDS, ids=[line for line, _ in WORDS])
def test_bash(here, line, wanted):
    require("bash")
    words = line.split()
    script = (
        f'source "{FOLDER / SCRIPTS["bash"]}"; complete -p goalgen >/dev/null; COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; '
        'compopt() { :; }; _shtab_goalgen; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    assert {*run(here, "bash", "--norc", "-c", script)} == {word.rstrip("/") for word in wanted}
    assert not Path(here, "started").exists()


@pytest.mark.parametrize(("line", "wanted"), WORDS, ids=[line for line, _ in WORDS])
def test_fish(here, line, wanted):
    require("fish")
    rows = run(here, "fish", "-c", f'source "{FOLDER / SCRIPTS["fish"]}"; complete -C "{line}"')
    assert {row.split("\t")[0] for row in rows} == wanted
    assert not Path(here, "started").exists()


@pytest.mark.parametrize(("line", "wanted"), WORDS, ids=[line for line, _ in WORDS])
def test_zsh(here, line, wanted):
    require("zsh")
    pty = pytest.importorskip("pty", reason="a terminal of one's own is a thing of POSIX")
    child, terminal = pty.fork()
    if not child:
        os.chdir(here)
        os.execvpe("zsh", ["zsh", "-f", "-i"], env(here))
    start = f"PROMPT='ready%# '; fpath=({FOLDER} $fpath); autoload -U compinit; compinit -u -D; stty -echo; setopt list_packed\n"
    os.write(terminal, start.encode())
    shown = _until(terminal, b"ready# ", b"ready% ")
    os.write(terminal, f"{line}\t".encode())
    shown = _until(terminal)
    os.write(terminal, b"\x15exit\n")
    with suppress(OSError):
        while os.read(terminal, 4096):
            pass
    os.waitpid(child, 0)
    os.close(terminal)
    text = shown.decode()
    assert [word for word in wanted if word not in text] == [], text
    assert not Path(here, "started").exists()


def _until(terminal: int, *ends: bytes) -> bytes:
    """What a terminal shows until it ends so, or rests."""
    import select

    shown = b""
    last = time.monotonic() + 10
    while time.monotonic() < last and select.select([terminal], [], [], 5 if ends or not shown else 1)[0]:
        shown += os.read(terminal, 4096)
        if ends and shown.endswith(ends):
            break
    return shown
