"""Desk floor: the text that a Word file was built from, found again by its fingerprint: in the folder, in git, in the cache.

`.goalgen/` stands at the top of the repository, else where the command runs: `key` is the secret that fingerprints are keyed
with, committed so that a colleague's clone finds the same; `cache/` holds what was built lately and is not.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goalgen.desk import files, litter
from goalgen.guard import Unable

if TYPE_CHECKING:
    from goalgen.spec import Spec

FOLDER, KEY, CACHE, BEFORE = ".goalgen", "key", "cache", "before-pull"
MOST_KEPT = 2000
"""So many texts are kept in the cache."""
_MOST_REVISIONS = 200
_IGNORED = f"{CACHE}/\n"
_KEY = re.compile(r"[0-9a-f]{64}\s*", re.ASCII)


def new_key() -> str:
    """A new secret, as it stands in its file."""
    return f"{os.urandom(32).hex()}\n"


def key_in(text: str) -> bytes | None:
    """The secret in the text of its file; None when it is none."""
    return bytes.fromhex(text.strip()) if _KEY.fullmatch(text) else None


def home(start: Path | None = None) -> Path:
    """Where `.goalgen/` stands, or would: the nearest folder upwards that has it or is the top of a repository; else `start`."""
    start = (start or Path()).absolute()
    for folder in (start, *start.parents):
        if (folder / FOLDER / KEY).exists() or (folder / ".git").exists():
            return folder
    return start


def has_key(top: Path) -> bool:
    """Whether there is a secret."""
    return (top / FOLDER / KEY).exists()


def key_of(top: Path) -> bytes | None:
    """The secret; None where there is none. Raises Unable when its file holds something else."""
    path = top / FOLDER / KEY
    if not path.exists():
        return None
    key = key_in(files.read(path, 4096).decode("ascii", "replace"))
    if key is None:
        raise Unable(
            f"{path} 不是 goalgen 写的密钥：请从 git 里恢复，或删去后重新生成（从前的 Word 文件就认不出底稿了）"
        )
    return key


def made_key(top: Path) -> tuple[bytes, bool]:
    """The secret, made when there is none; and whether it was made now. Two that make it at once get the same."""
    known = key_of(top)
    if known is not None:
        return known, False
    folder = top / FOLDER
    files.make_folder(folder)
    litter.sweep(folder)
    beside = litter.name(folder)
    try:
        beside.write_text(new_key(), "ascii")
        try:
            os.link(beside, folder / KEY)
        except FileExistsError:
            pass
        except OSError:  # a disk without links
            if not (folder / KEY).exists():
                beside.replace(folder / KEY)
        _ignore_cache(folder)
    except OSError as error:
        raise Unable(f"{folder / KEY} 写不了：{files.reason_of(error, '写')}") from error
    finally:
        with suppress(OSError):
            beside.unlink()
    key = key_of(top)
    if key is None:
        raise Unable(f"{folder / KEY} 写不了")
    return key, True


def _ignore_cache(folder: Path) -> None:
    ignored = folder / ".gitignore"
    if not ignored.exists():
        ignored.write_text(_IGNORED, "ascii")


def keep(top: Path, values: Collection[Mapping[str, Any]], key: bytes) -> None:
    """Keep what is built, so that its Word file can be told from it later. What cannot be kept is not: it is only a cache."""
    from goalgen.fingerprint import fingerprint  # which costs lxml

    folder = top / FOLDER / CACHE
    with suppress(OSError, Unable):
        files.make_folder(folder)
        litter.sweep(folder)
        there = {path.stem: path for path in folder.glob("*.json")}
        for value in values:
            name = fingerprint(value, key)
            if name not in there:
                beside = litter.name(folder)
                beside.write_text(json.dumps(value, ensure_ascii=False), "utf8")
                beside.replace(folder / f"{name}.json")
        too_many = len(there) + len(values) - MOST_KEPT
        if too_many > 0:
            for path in sorted(there.values(), key=lambda path: path.stat().st_mtime)[:too_many]:
                path.unlink(missing_ok=True)


def put_by(top: Path, contents: Mapping[Path, bytes]) -> Path | None:
    """Keep files as they were before they are written over, below the cache and under their paths from the top, in place of those
    that were kept so before; where, or None where that cannot be."""
    import shutil

    folder = top / FOLDER / CACHE / BEFORE
    try:
        shutil.rmtree(folder, ignore_errors=True)
        files.write({folder / path.absolute().relative_to(top): data for path, data in contents.items()})
        _ignore_cache(top / FOLDER)
    except (OSError, ValueError, Unable):
        return None
    return folder


def ancestor(path: Path, own: Sequence[Spec], marks: Collection[str], top: Path, key: bytes) -> Spec | None:
    """The version of a spec that one of these fingerprints is of: what is its `own` now, what its file held in git, else what
    was built and is like the first of its own."""
    from goalgen.fingerprint import fingerprint
    from goalgen.projects import ALIKE, alike

    now = own[0]
    for spec in chain(own, _versions(path)):
        if fingerprint(spec.value, key) in marks:
            return spec
    found = [_kept(top / FOLDER / CACHE / f"{mark}.json", mark, key) for mark in marks]
    best = max(
        (each for each in found if each is not None), key=lambda each: alike(each.value, now.value), default=None
    )
    return best if best is not None and alike(best.value, now.value) >= ALIKE else None


def _versions(path: Path) -> Iterator[Spec]:
    """The versions of a file that git has, the latest first."""
    from goalgen.desk import history
    from goalgen.spec import decode, load

    for kept in history.versions_of(path, _MOST_REVISIONS):
        with suppress(Unable):
            source, _ = decode(str(kept), kept.read(files.MOST_TEXT))
            spec, _ = load(source)
            if spec is not None:
                yield spec


def _kept(path: Path, mark: str, key: bytes) -> Spec | None:
    """A text of the cache, if it is what its name says."""
    from goalgen.fingerprint import fingerprint
    from goalgen.spec import dump, load
    from goalgen.text import Source

    try:
        value = json.loads(files.read(path, files.MOST_TEXT)) if path.exists() else None
        if not isinstance(value, dict) or fingerprint(value, key) != mark:
            return None
        spec, _ = load(Source(str(path), dump(value)))
    except (Unable, ValueError, RecursionError, AttributeError, TypeError):
        return None
    return spec
