"""Desk floor: the one schema that an editor needs: it chooses among all forms by 表样."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from goalgen.desk.forms import Forms
from goalgen.vocabulary import FORM_KEY


def text(forms: Forms, out: Path | None) -> str:
    """The schema as the text of a file; `out` is where the file will stand, if it will."""
    return json.dumps(umbrella(forms, out), ensure_ascii=False, indent=2) + "\n"


def with_schema(forms: Forms) -> list[str]:
    """The forms whose schema can be used; what is wrong with the others is in `faults`."""
    return [name for name in forms.names if forms.schema(name) is not None]


def umbrella(forms: Forms, out: Path | None) -> dict[str, Any]:
    """A schema that chooses among all forms; it refers to the schemas beside it and holds copies of the others."""
    folder = None if out is None else out.resolve().parent
    choices: list[dict[str, Any]] = []
    copies: dict[str, Any] = {}
    names = with_schema(forms)
    for name in names:
        file = forms.files[name].schema
        if isinstance(file, Path) and file.resolve().parent == folder:
            target = file.name
        else:
            target = f"#/$defs/{name}"
            copies[name] = _embedded(forms.needed(name), target)
        chosen = {"properties": {FORM_KEY: {"const": name}}, "required": [FORM_KEY]}
        choices.append({"if": chosen, "then": {"$ref": target}})
    about = f"用哪一种官方表。例：{names[0]}"
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "绩效目标表",
        "description": f"一个项目的绩效目标表。第一行写{FORM_KEY}，其余各项由{FORM_KEY}决定。例：{FORM_KEY}: {names[0]}",
        "type": "object",
        "required": [FORM_KEY],
        "properties": {FORM_KEY: {"title": FORM_KEY, "description": about, "enum": names}},
        "allOf": choices,
        **({"$defs": copies} if copies else {}),
    }


def _embedded(part: Any, place: str) -> Any:  # noqa: ANN401  any JSON
    """A schema as a part of another: its own references begin at its place there, and it has no address of its own."""
    if isinstance(part, list):
        return [_embedded(item, place) for item in part]
    if not isinstance(part, dict):
        return part
    return {
        key: place + value[1:] if key == "$ref" and str(value).startswith("#") else _embedded(value, place)
        for key, value in part.items()
        if key not in ("$id", "$schema") or not isinstance(value, str)
    }
