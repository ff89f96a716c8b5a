"""Desk floor: a built Word file that somebody edited is not written over: whether it was, and what is not the same."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from goalgen.desk import files
from goalgen.desk.drafts import Draft
from goalgen.desk.forms import Forms

_NAMED = 3
"""So many fields are named."""


def edited(path: Path, new: bytes | Draft, forms: Forms) -> str:
    """Why a file must not be written over: it is not what goalgen wrote, nor what it would write; "" when it may be. Of a thick
    one nobody says what is not the same."""
    if not path.is_file():
        return ""
    if isinstance(new, Draft):
        with files.opened(path) as file:
            same = files.measured(file) == (new.size, new.digest) or _is_untouched(file)
        return "" if same else _told(path, "")
    old = files.read(path)
    return "" if old == new or _is_untouched(old) else _told(path, _differing(path, old, new, forms))


def _is_untouched(data: bytes | BinaryIO) -> bool:
    from goalgen.fingerprint import is_untouched  # which costs lxml

    return is_untouched(data)


def _told(path: Path, where: str) -> str:
    told = f"（{where}）" if where else ""
    return f"{path} 在 goalgen 写好以后改过{told}，没有覆盖：取回改动用 goalgen pull {path}；不要了就加 --force"


def _differing(path: Path, old: bytes, new: bytes, forms: Forms) -> str:
    """The first fields that the file has otherwise; "" when its tables say the same, or nothing can be read."""
    from goalgen.verbs.diff import Project, diff, told
    from goalgen.verbs.read import read

    usable, _ = forms.usable()
    sides = []
    for data in (old, new):
        reading = read(data, str(path), usable)
        sides.append([Project(str(each.address), each.value, each.form.schema) for each in reading.specs])
    if not sides[0]:
        return ""
    found = [
        f"{one.project.name}：{each.label}" for one in diff(*sides) if one.left and one.right for each in told(one)
    ]
    gone = [f"{one.project.name}" for one in diff(*sides) if not (one.left and one.right)]
    named = [*found, *gone]
    more = f" 等 {len(named)} 处" if len(named) > _NAMED else ""
    return f"{'、'.join(named[:_NAMED])}{more}" if named else "表里的内容没有变，变的是别处"
