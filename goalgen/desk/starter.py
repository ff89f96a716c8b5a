"""Desk floor: what a working folder is made of. What is there stays as it is; what is missing is written, all of it or nothing."""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from goalgen.desk import files, umbrella
from goalgen.desk.forms import Forms
from goalgen.desk.taken import Record

UMBRELLA = Path("schemas/goalgen.schema.json")
GITHUB, GITLAB = Path(".github/workflows/goalgen.yml"), Path(".gitlab-ci.yml")


class State(Enum):
    """What became of a file of the folder."""

    NEW = "新建"
    SAME = "已有"
    RENEWED = "更新"
    OTHER = "已有，没有动"


class Piece(NamedTuple):
    """A file of a working folder: where it stands, what it is for, and its text."""

    path: Path
    about: str
    text: str
    by_lines: bool = False
    """whether the file is a list of lines, to which others may be added"""


class Laid(NamedTuple):
    """What became of a piece, and which of its lines are missing in a list that was there."""

    piece: Piece
    state: State
    missing: tuple[str, ...] = ()


def pieces(forms: Forms, *, github: bool = False, gitlab: bool = False) -> list[Piece]:
    """All files of a working folder, those for a platform when they are asked for."""
    found = [
        Piece(Path("specs/读我.md"), "规格放在哪里，用哪些命令", _text("specs.md")),
        Piece(Path(".gitattributes"), "换行统一；Word 文件按二进制存", _text("gitattributes"), by_lines=True),
        Piece(Path(".gitignore"), "哪些不提交（.goalgen/key 要提交）", _text("gitignore"), by_lines=True),
        Piece(Path(".vscode/settings.json"), "VS Code：填写时提示栏目、标出写错的", _text("vscode-settings.json")),
        Piece(Path(".vscode/extensions.json"), "VS Code：要装的扩展", _text("vscode-extensions.json")),
        Piece(UMBRELLA, "编辑器用的总 schema，由现有的表样生成", umbrella.text(forms, UMBRELLA)),
        Piece(Path(".pre-commit-config.yaml"), "提交以前整理、检查（用 pre-commit 的话）", _text("pre-commit.yml")),
    ]
    found += [Piece(GITHUB, "GitHub 的流水线", _text("github.yml"))] if github else []
    found += [Piece(GITLAB, "GitLab 的流水线", _text("gitlab.yml"))] if gitlab else []
    return found


def _text(name: str) -> str:
    data = pkgutil.get_data("goalgen", f"starter/{name}")
    assert data is not None
    return data.decode()


def lay(wanted: Sequence[Piece], record: Record) -> list[Laid]:
    """Write the pieces that are missing, and renew what nobody changed since it was generated. Raises Unable, with nothing written."""
    laid = [_look(piece, record) for piece in wanted]
    new = [each.piece for each in laid if each.state in (State.NEW, State.RENEWED)]
    generated = [each.piece for each in laid if each.piece.path == UMBRELLA and each.state is not State.OTHER]
    for piece in generated:
        record.made(piece.path, piece.text)
    files.write({piece.path: piece.text.encode() for piece in new} | record.file())
    return laid


def _look(piece: Piece, record: Record) -> Laid:
    if not piece.path.exists():
        return Laid(piece, State.NEW)
    old = files.read(piece.path, files.MOST_TEXT).decode("utf-8", "replace").replace("\r\n", "\n")
    if old == piece.text:
        return Laid(piece, State.SAME)
    if record.is_ours(piece.path, old):
        return Laid(piece, State.RENEWED)
    if piece.by_lines:
        there = {line.strip() for line in old.splitlines()}
        missing = tuple(line for line in piece.text.splitlines() if line not in there)
        return Laid(piece, State.OTHER if missing else State.SAME, missing)
    return Laid(piece, State.OTHER)
