"""Desk floor: a repository's git, told to merge specs by field and to show Word files as YAML; and told to forget it again.

Only this repository: a block of our own in `.gitattributes`, and our own names in `.git/config`. Other people's lines stay.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from goalgen import __version__
from goalgen.desk import files, git
from goalgen.guard import Unable

ATTRIBUTES = ".gitattributes"
_BEGIN, _END = "# goalgen 起：goalgen git install 写的，goalgen git uninstall 会去掉", "# goalgen 止"
_JOINED = "（上一行末尾原来没有换行）"
_LINES = ("specs/**/*.yaml merge=goalgen", "specs/**/*.yml merge=goalgen", "*.docx diff=goalgen", "*.doc diff=goalgen")
_BLOCK = re.compile(
    rf"(?P<before>\n?){re.escape(_BEGIN)}(?P<joined>{re.escape(_JOINED)})?\n(?:(?!{_END}).*\n)*{_END}\n?"
)
_QUOTED = "core.quotepath"
_BEFORE = "goalgen.quotepathbefore"
_SHOWN = "refs/notes/textconv/goalgen"
"""Where git keeps what it showed of Word files."""


class Setting(NamedTuple):
    """A line of `.git/config`: its name and what it says."""

    name: str
    value: str


class State(NamedTuple):
    """What of it is in place: the attributes, and the settings that are there, that are missing, or that say something else."""

    attributes: bool
    there: Sequence[str]
    missing: Sequence[str]
    stale: Sequence[str]

    @property
    def installed(self) -> bool:
        """Whether all is in place."""
        return self.attributes and not self.missing and not self.stale


def settings(program: Sequence[str] | None = None) -> list[Setting]:
    """What git is told. A driver that is not there, or dies, or says that there are conflicts and marks none, gives way to git's
    own. The version stands in the other command, for git keeps what it once showed under the command's own text; when that one
    fails, git shows nothing of any file, so it never does."""
    words = program or [Path(sys.executable).as_posix(), "-m", "goalgen"]
    own = " ".join(map(shlex.quote, words))
    fall_back = "git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B"
    merge = f"{own} merge %O %A %B -o %A --marker-size %L --path %P"
    told = "code=$?; [ $code -eq 0 ] && exit 0; [ $code -eq 1 ] && grep -q '^<<<<<<<' %A && exit 1"
    driver = f"{merge}; {told}; {fall_back}"
    shown = f'{own} git textconv --of {__version__} "$1"'
    silent = 'echo "goalgen 没有运行成功，显示不了：装好以后再运行一次 goalgen git install" && git hash-object "$1"'
    return [
        Setting("merge.goalgen.name", "goalgen：按栏目、按行合并规格"),
        Setting("merge.goalgen.driver", driver),
        Setting("diff.goalgen.textconv", f"f() {{ {shown} || {{ {silent}; }}; }}; f"),
        Setting("diff.goalgen.cachetextconv", "true"),
        Setting(_QUOTED, "false"),
    ]


def top() -> Path:
    """The top of the repository that the command runs in. Raises Unable where there is none."""
    found = git.ask(Path(), "rev-parse", "--show-toplevel")
    if found is None:
        raise Unable("这里不在 git 仓库里：请先进入放规格的仓库")
    return Path(os.fsdecode(found.rstrip(b"\n")))


def install() -> State:
    """Tell git; what is there already stays."""
    root = top()
    for name, value in settings():
        if name == _QUOTED and _said(_BEFORE) is None and _said(name) != value:
            _set(_BEFORE, _said(name) or "unset")
        if _said(name) != value:
            _set(name, value)
    git.ask(root, "update-ref", "-d", _SHOWN)
    path = root / ATTRIBUTES
    old = _text(path)
    new = _with_block(_without_block(old))
    if new != old:
        files.write({path: new.encode()})
    return state()


def uninstall() -> None:
    """Let git forget it: files are as they were before."""
    root = top()
    before = _said(_BEFORE)
    for section in ("merge.goalgen", "diff.goalgen", "goalgen"):
        git.ask(Path(), "config", "--local", "--remove-section", section)
    if before == "unset":
        git.ask(Path(), "config", "--local", "--unset", _QUOTED)
    elif before is not None:
        _set(_QUOTED, before)
    git.ask(root, "update-ref", "-d", _SHOWN)
    path = root / ATTRIBUTES
    old = _text(path)
    new = _without_block(old)
    if old and not new:
        path.unlink()
    elif new != old:
        files.write({path: new.encode()})


def state() -> State:
    """What is in place."""
    text = _text(top() / ATTRIBUTES)
    said = {name: (_said(name), value) for name, value in settings()}
    return State(
        _with_block(_without_block(text)) == text,
        [name for name, (is_there, _) in said.items() if is_there is not None],
        [name for name, (is_there, _) in said.items() if is_there is None],
        [name for name, (is_there, value) in said.items() if is_there not in (None, value)],
    )


def _text(path: Path) -> str:
    return files.read(path, files.MOST_TEXT).decode("utf-8", "surrogateescape") if path.exists() else ""


def _with_block(text: str) -> str:
    joined = _JOINED if text and not text.endswith("\n") else ""
    lines = "\n".join([f"{_BEGIN}{joined}", *_LINES, _END])
    return f"{text}{chr(10) if joined else ''}{lines}\n"


def _without_block(text: str) -> str:
    return _BLOCK.sub(lambda match: "" if match["joined"] else match["before"], text)


def _said(name: str) -> str | None:
    found = git.ask(Path(), "config", "--local", "--get", name)
    return None if found is None else found.decode("utf-8", "replace").rstrip("\n")


def _set(name: str, value: str) -> None:
    if git.ask(Path(), "config", "--local", "--replace-all", name, value) is None:
        raise Unable(f"git 的设置 {name} 写不了：请看 .git/config 能不能写")
