"""Verbs floor, `draft`: the schema of a drafted form, as a person would have written it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from goalgen.schema import ANNOTATION
from goalgen.verbs.draft.meanings import LEVELS, LIST, NAME, Tree
from goalgen.verbs.draft.wants import CODE, NUMBER, YEAR, Want, name_of
from goalgen.vocabulary import FORM_KEY, MEANING_KEY, UNIT_KEY, meaning_of_label

MOST_ROWS = 12
"""So many rows are shown as an example of a list."""
_BLANK = 4
"""A form is blank where no more than one in so many of its values is filled."""


def schema_of(name: str, title: str, wants: Sequence[Want], tree: Tree | None = None) -> dict[str, object]:
    """The schema of the drafted form."""
    properties: dict[str, object] = {
        FORM_KEY: {"title": FORM_KEY, "description": f"用哪一种官方表。例：{name}", "const": name}
    }
    year = name_of("year")
    if all(want.key != year for want in wants):
        about = '四位数字，表上不印。例："2024"'
        numbers = ["string", "number"]
        properties[year] = {"title": year, "description": about, "type": numbers, "pattern": "^[0-9]{4}$"}
    blank = _is_blank(wants)
    properties |= {want.key: _property(want, blank=blank) for want in wants}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{name}.schema.json",
        "title": title,
        "description": "由 goalgen form draft 从已填的表起草，请核对各项的名称和说明。各项文字与表中单元格逐字相同，连空格在内。",
        ANNOTATION: _annotation(name, wants) | ({"taxonomy": tree.profile.id} if tree else {}),
        "type": "object",
        "additionalProperties": False,
        "required": [FORM_KEY, *(want.key for want in wants if not want.optional)],
        "properties": properties,
    }


def _is_blank(wants: Sequence[Want]) -> bool:
    """Whether the documents were a form that nobody has filled."""
    values = [want for want in wants if not want.items]
    filled = [want for want in values if any(sample.strip() for sample in want.samples)]
    return len(filled) * _BLANK <= len(values)


def _annotation(name: str, wants: Sequence[Want]) -> dict[str, str]:
    """What orders a book, and what a spec's file is called: by the number and the name of the project."""
    keys = {want.meaning: want.key for want in reversed(wants) if want.meaning and not want.items}
    number = keys.get("number")
    called = next((keys[meaning] for meaning in _CALLED if meaning in keys), "") or _short_name(wants)
    parts = [f"{{{number}:02}}"] if number else []
    parts += [f"{{{called}}}"] if called else []
    return ({"order": number} if number else {}) | {"filename": "-".join(parts) or name}


_CALLED = ("project_name", "unit_name", "executing_unit")
"""What a table is called by, the best first."""


def _short_name(wants: Sequence[Want]) -> str:
    """The first field that is filled with something short that is no figure: of a form with no project in it."""
    for want in wants:
        texts = [sample.strip() for sample in want.samples]
        short = all(re.fullmatch(r"[^\n\v]{2,30}", text) and not re.search(r"\d", text) for text in texts)
        if texts and short and not want.items and not want.plain_list and not want.optional and want.meaning is None:
            return want.key
    return ""


def _property(want: Want, *, blank: bool = False, listed: bool = False) -> dict[str, object]:
    label = "".join(want.label.split()) + (f"（{''.join(want.column.split())}）" if want.column else "")
    found: dict[str, object] = {"title": want.title}
    if meaning_of_label(want.key) != want.meaning:
        found[MEANING_KEY] = want.meaning or ""
    if want.unit:
        found[UNIT_KEY] = want.unit
    examples = list(dict.fromkeys(sample for sample in want.samples if sample.strip()))[:3]
    example = f"。例：{_short(examples[0])}" if examples else ""
    if want.items:
        return found | _list(want, label, blank=blank)
    found["description"] = f"表中「{label}」{'，编号由模板自动加上' if want.plain_list else ''}{example}"
    scalar: dict[str, object] = {"type": ["string", "number"] if _is_number(want, examples) else "string"}
    if want.pattern:
        scalar["pattern"] = want.pattern
    none = [sample for sample in want.samples if not sample.strip() and not blank][:1]  # customary, for G104
    if examples or (none and not listed):  # a row of blanks is room for one, and no row
        scalar["examples"] = [*examples, *none]
    if want.plain_list:
        return found | {"type": "array", "items": scalar}
    return found | scalar


def _list(want: Want, label: str, *, blank: bool) -> dict[str, object]:
    """A list of rows: what makes a row what it is, and an example with a row for each pair of levels."""
    items = {item.key: _property(item, blank=blank, listed=True) for item in want.items}
    keys = {item.meaning: item.key for item in want.items if item.meaning}
    inner: dict[str, object] = {"type": "object", "additionalProperties": False}
    if want.meaning == LIST and NAME in keys:
        inner = {ANNOTATION: {"key": [keys[level] for level in (*LEVELS, NAME) if level in keys]}} | inner
    inner |= {"required": list(items), "properties": items}
    found: dict[str, object] = {
        "description": f"表中「{label}」，一行写一条，次序与表中相同。",
        "type": "array",
        "items": inner,
    }
    rows = _shown(want)
    return found | ({"examples": [[dict(zip(items, row, strict=True)) for row in rows]]} if rows else {})


def _shown(want: Want) -> list[list[str]]:
    """Rows to show: the first of each pair of levels, of another list the first two."""
    places = [place for place, item in enumerate(want.items) if want.meaning == LIST and item.meaning in LEVELS]
    filled = [row for row in want.rows if any(text.strip() for text in row)]
    if not places:
        return filled[:2]
    firsts: dict[tuple[str, ...], list[str]] = {}
    for row in filled:
        firsts.setdefault(tuple(row[place] for place in places), row)
    return [*firsts.values()][:MOST_ROWS]


def _is_number(want: Want, examples: Sequence[str]) -> bool:
    """Whether YAML may take a value for a number: not where zeros lead it, nor for what is a number only to look at."""
    if want.pattern in (YEAR, NUMBER, CODE):
        return True
    figures = bool(examples) and all(re.fullmatch(r"[\d.,]+", text.strip()) for text in examples)
    return figures and not any(re.match(r"0\d|\d{8}", text.strip()) for text in examples)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 30 else line[:30] + "…"
