"""Desk floor: what a run is asked to do, as plain data: whoever knows it, and the files, makes the same rows.

Forms and settings go along as they are (the kit): a worker has no current folder that means anything. The secret of a
repository does not. A worker whose goalgen is another one refuses.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import goalgen
from goalgen.desk import files
from goalgen.desk.settings import FILES
from goalgen.form.catalog import packaged_root
from goalgen.guard import Unable

RUN, KIT = "run.json", "kit.zip"
_FOLDERS = {"templates": ".docx", "schemas": ".schema.json"}
_ERA = (1980, 1, 1, 0, 0, 0)


class Order(NamedTuple):
    """What is asked for. Bytes and seconds; `seconds` and `memory` are the limits for one file."""

    verb: str
    source: str
    form: str = ""
    given: tuple[tuple[str, str], ...] = ()
    revisions: str = "final"
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    split: bool = False
    files: bool = False
    """write the specs that are read as files too"""
    chunk: int = 32 << 20
    seconds: int = 150
    memory: int = 1 << 30
    kit: str = ""
    """the hash of the kit"""
    code: str = ""
    """the hash of goalgen"""
    version: str = goalgen.__version__

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        return json.loads(json.dumps(self._asdict()))  # type: ignore[no-any-return]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Order:
        """From JSON values."""
        given = tuple((str(key), str(value)) for key, value in data["given"])
        select = None if data["select"] is None else tuple(data["select"])
        return cls(**{**data, "given": given, "select": select, "ignore": tuple(data["ignore"])})

    def unlike(self, other: Order) -> list[str]:
        """What differs from another order, in words."""
        return [words for name, words in _WORDS.items() if getattr(self, name) != getattr(other, name)]


_WORDS = {
    "verb": "命令", "source": "读的地方", "form": "--form", "given": "--set", "revisions": "--revisions", "select": "--select",
    "ignore": "--ignore", "split": "--split", "files": "--files", "chunk": "--chunk", "seconds": "--time-limit",
    "memory": "--memory-limit", "kit": "表样或设置", "code": "goalgen 的代码", "version": "goalgen 的版本",
}  # fmt: skip


def kit() -> bytes:
    """The user's own forms and settings of the current folder, as a zip file that is always the same."""
    found: dict[str, bytes] = {}
    for folder, suffix in _FOLDERS.items():
        for path in sorted(Path(folder).glob(f"*{suffix}")) if Path(folder).is_dir() else ():
            if not path.name.startswith((".", "~$")):
                found[f"{folder}/{path.name}"] = files.read(path)
    here = Path().absolute()
    settings = (above / name for above in (here, *here.parents) for name in FILES)
    for path in settings:
        if path.is_file() and (path.name == FILES[0] or b"[tool.goalgen" in files.read(path, files.MOST_TEXT)):
            found[path.name] = files.read(path, files.MOST_TEXT)
            break
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in found.items():
            archive.writestr(zipfile.ZipInfo(name, _ERA), data)
    return out.getvalue()


def unpack(data: bytes, folder: Path) -> None:
    """Lay a kit out in a folder. Raises Unable for what is none."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            below, _, name = member.filename.rpartition("/")
            known = name.endswith(_FOLDERS[below]) if below in _FOLDERS else member.filename in FILES
            if not known or "\\" in name or name.startswith("."):
                raise Unable(f"运行文件夹里的 {KIT} 不对：{member.filename}")
            files.make_folder(folder / below)
            (folder / member.filename).write_bytes(archive.read(member))


@cache
def code() -> str:
    """The hash of our code and of the forms that come with it."""
    package, forms = Path(goalgen.__file__).parent, packaged_root()
    found = hashlib.sha256()
    paths = [path for path in package.rglob("*") if path.suffix in (".py", ".json", ".yaml")]
    named = {path.relative_to(package).as_posix(): path.read_bytes() for path in paths}
    for folder, suffix in _FOLDERS.items():
        for each in (forms / folder).iterdir():
            if each.name.endswith(suffix):
                named[f"{folder}/{each.name}"] = each.read_bytes()
    for name in sorted(named):
        found.update(f"{name} {len(named[name])} ".encode() + named[name])
    return found.hexdigest()


def digest(data: bytes) -> str:
    """A hash."""
    return hashlib.sha256(data).hexdigest()
