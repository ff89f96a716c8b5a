"""Edge floor: what may be typed where the cursor is: the fields of the place at hand that are not there yet, and values from a choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lsprotocol import types as lsp

from goalgen.lsp.places import Line, line_of, mapping_at
from goalgen.lsp.places import Mapping as Place
from goalgen.lsp.sheets import Sheet
from goalgen.schema import Schema, field_schema, is_list, resolve
from goalgen.spec import FORM_KEY
from goalgen.taxonomy import Profile
from goalgen.text import Span
from goalgen.vocabulary import meaning_of_field

_LEVELS = {"level1", "level2"}


def completion(sheet: Sheet, position: lsp.Position) -> list[lsp.CompletionItem]:
    """The fields that may stand where a key is typed, the values that may stand behind one."""
    lines = sheet.text.source.text.split("\n")
    text = lines[position.line] if position.line < len(lines) else "#"
    mark = int(position.line == 0 and text.startswith("\ufeff"))
    line = line_of(text[mark:])
    place = mapping_at(lines, position.line) if line else None
    if sheet.forms is None or line is None or place is None:
        return []
    start = sheet.text.source.start(position.line + 1) + mark
    if line.colon is None or sheet.text.offset(position) < start + line.colon:
        return _fields(sheet, line, place, start)
    return _values(sheet, line, place, start + line.colon)


def _fields(sheet: Sheet, line: Line, place: Place, start: int) -> list[lsp.CompletionItem]:
    """The keys that are not there yet, as the schema orders them."""
    schema = sheet.schema or {}
    known = (field_schema(schema, place.path) or {}).get("properties", {})
    if not place.path and FORM_KEY not in known:
        known = {FORM_KEY: {"description": "用哪一张表"}, **known}
    shown = sheet.text.range(Span(start + line.column, start + line.column + len(line.key)))
    gap = " " if line.dash is not None and line.column == line.dash + 1 else ""
    found = []
    for number, (key, part) in enumerate(known.items()):
        if key in place.pairs:
            continue
        about = resolve(schema, part)
        behind = "" if line.colon is not None else f":\n{' ' * line.column}- " if is_list(about) else ": "
        found.append(
            lsp.CompletionItem(
                key,
                kind=lsp.CompletionItemKind.Field,
                detail=about.get("title"),
                documentation=about.get("description"),
                sort_text=f"{number:03}",
                filter_text=f"{gap}{key}",
                insert_text_mode=lsp.InsertTextMode.AsIs,
                text_edit=lsp.TextEdit(shown, f"{gap}{key}{behind}"),
            )
        )
    return found


def _values(sheet: Sheet, line: Line, place: Place, behind: int) -> list[lsp.CompletionItem]:
    """The values of a choice: names of forms, levels of the tree, what the schema lists."""
    text = sheet.text.source.text
    value = Span(behind, behind + len(_gap(text, behind)) + len(line.value))
    shown = sheet.text.range(value)
    return [
        lsp.CompletionItem(
            name,
            kind=lsp.CompletionItemKind.EnumMember,
            detail=about,
            sort_text=f"{number:02}",
            filter_text=f" {name}",
            text_edit=lsp.TextEdit(shown, f" {name}"),
        )
        for number, (name, about) in enumerate(_choice(sheet, line, place))
    ]


def _gap(text: str, start: int) -> str:
    end = start
    while text[end : end + 1] == " ":
        end += 1
    return text[start:end]


def _choice(sheet: Sheet, line: Line, place: Place) -> Iterator[tuple[str, str]]:
    """Each value that may stand behind a key, and what is said of it."""
    assert sheet.forms is not None
    if (*place.path, line.key) == (FORM_KEY,):
        yield from ((name, sheet.forms.title(name)) for name in sheet.forms.names)
        return
    schema = sheet.schema or {}
    part = field_schema(schema, (*place.path, line.key))
    if part is None:
        return
    listed = part.get("enum", ())
    if listed:
        yield from ((name, part.get("title", "")) for name in listed if isinstance(name, str))
        return
    meanings = _meanings(field_schema(schema, place.path) or {}, schema)
    profile = sheet.project.profile if sheet.project else None
    if profile and meanings.get(line.key) == "level1":
        yield from ((name, profile.name) for name in profile.tree)
    elif profile and meanings.get(line.key) == "level2":
        above = next((value for key, value in place.pairs.items() if meanings.get(key) == "level1"), "")
        yield from _level2(profile, above.strip("'\""))


def _meanings(part: Schema, schema: Schema) -> Mapping[str, str]:
    """The fields of a mapping that mean a level of the tree."""
    found = {key: meaning_of_field(key, resolve(schema, each)) for key, each in part.get("properties", {}).items()}
    return {key: meaning for key, meaning in found.items() if meaning in _LEVELS}


def _level2(profile: Profile, label: str) -> Iterator[tuple[str, str]]:
    """The names under a level 1; all when it is none of the tree's."""
    level1 = profile.level1(label) if label else None
    for upper, names in profile.tree.items():
        if level1 in (None, upper):
            yield from ((name, upper) for name in names)
