"""Form floor: where forms are. A form is found by its template being there; nothing is registered.

`templates/<form>.docx` is built and read. Further layouts of the same form, `templates/<form>.<variant>.docx`, are only
read; they have the form's schema and their own pattern.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import goalgen
from goalgen import disk
from goalgen.memory import FORGETFUL, Memory
from goalgen.problem import Problem, Where
from goalgen.schema import MAX_SIZE, Schema, load_schema

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


class FormFiles(NamedTuple):
    """The files of a form: its template, its schema (None when it is missing), and the templates that are only read."""

    name: str
    template: Traversable
    schema: Traversable | None
    variants: tuple[Traversable, ...] = ()
    allowed: tuple[str, ...] = ()
    """what a template may carry along, by the names of `carried.KINDS`"""


def packaged_root() -> Traversable:
    """The folder with the packaged `templates/` and `schemas/`: in the wheel, or in a checkout beside the package."""
    package = Path(goalgen.__file__).parent
    if not package.is_dir():  # in an archive
        from importlib.resources import files

        return files("goalgen")
    return package if (package / "templates").is_dir() else package.parent


def form_files(roots: Iterable[Traversable] | None = None) -> dict[str, FormFiles]:
    """The forms of all roots by name; the first root that has a form wins. By default: here, then the packaged ones.

    A variant may stand in another root than its form: a user adds a layout to a packaged form.
    """
    looked = [_found_in(Path()), _packaged()] if roots is None else [_found_in(root) for root in roots]
    found: dict[str, FormFiles] = {}
    variants: dict[str, Traversable] = {}
    for forms, more in looked:
        found = forms | found
        variants = more | variants
    for stem, template in variants.items():
        name = form_name(stem)
        if name in found:
            found[name] = found[name]._replace(variants=(*found[name].variants, template))
    return found


def _found_in(root: Traversable) -> tuple[dict[str, FormFiles], dict[str, Traversable]]:
    """The forms of a root by name, and the variants, of whatever form, by theirs."""
    found: dict[str, FormFiles] = {}
    variants: dict[str, Traversable] = {}
    folder = root / "templates"
    for template in sorted(folder.iterdir(), key=lambda entry: entry.name) if folder.is_dir() else ():
        stem = template.name.removesuffix(".docx")
        if template.name == stem or stem.startswith(("~$", ".")):
            continue
        if "." in stem:
            variants[stem] = template
            continue
        schema = root / "schemas" / f"{stem}.schema.json"
        found[stem] = FormFiles(stem, template, schema if _is_there(schema) else None)
    return found, variants


@cache
def _packaged() -> tuple[dict[str, FormFiles], dict[str, Traversable]]:
    """The packaged forms, which stay as they are while a process lives, as its modules do."""
    return _found_in(packaged_root())


@cache
def _packaged_files() -> frozenset[Traversable]:
    found, variants = _packaged()
    return frozenset([*variants.values(), *(each for form in found.values() for each in form[1:3] if each)])


def _is_there(file: Traversable) -> bool:
    """Whether there is anything of that name: what is no file is told of when it is read."""
    return file.is_file() or (isinstance(file, Path) and not file.is_dir() and file.exists())


def schema_of(files: FormFiles, memory: Memory = FORGETFUL) -> tuple[Schema | None, list[Problem]]:
    """The schema of a form; None, and why, when it has none that can be used."""
    data, problems = schema_data(files)
    return (None, problems) if data is None else schema_in(data, str(files.schema), memory)


def schema_data(files: FormFiles) -> tuple[bytes | None, list[Problem]]:
    """The bytes of a form's schema; None, and why, when they cannot be had."""
    if files.schema is None:
        where, expected = Where(str(files.template)), f"schemas/{files.name}.schema.json"
        return None, [Problem("F111", where, f"没有配套的 schema，应放在 {expected}")]
    data, fault = contents(files.schema, MAX_SIZE)
    return data, [] if data is not None else [Problem("F111", Where(str(files.schema)), f"schema 读不出来：{fault}")]


def schema_in(data: bytes, name: str, memory: Memory = FORGETFUL) -> tuple[Schema | None, list[Problem]]:
    """The schema in the bytes of a file called `name`; one that was found sound before is not looked through again."""
    schema, problems = _schema_in(data, name, memory)
    return schema, [*problems]


@lru_cache(maxsize=256)
def _schema_in(data: bytes, name: str, memory: Memory) -> tuple[Schema | None, tuple[Problem, ...]]:
    if memory.recall("schema", data) is True:
        return json.loads(data.decode("utf-8-sig")), ()
    schema, problems = load_schema(data, name)
    if schema is not None:
        memory.keep("schema", True, data)
    return schema, tuple(problems)


def contents(file: Traversable, most: int) -> tuple[bytes | None, str]:
    """The bytes of a file of at most so many; None, and why, when it cannot be had. A pipe or a device would never end."""
    if file not in _packaged_files():
        return _contents(file, most)
    if (file, most) not in _KEPT:
        _KEPT[file, most] = _contents(file, most)
    return _KEPT[file, most]


_KEPT: dict[tuple[Traversable, int], tuple[bytes | None, str]] = {}
"""What packaged files hold, once they were asked for."""


def _contents(file: Traversable, most: int) -> tuple[bytes | None, str]:
    try:
        return disk.read(file, most), ""
    except OSError as error:
        return None, disk.reason_of(error)
    except disk.Refused as reason:
        return None, str(reason)


def form_name(stem: str) -> str:
    """The form that a template belongs to, by the name of its file without suffix."""
    return stem.partition(".")[0]
