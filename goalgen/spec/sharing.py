"""Things floor: a spec's text with nothing in it that is written once and stands twice: what `*aliases` mean is written out."""

from __future__ import annotations

import re

from goalgen.paths import SpecPath, field_of, lookup
from goalgen.schema import Schema, field_schema
from goalgen.spec.canonical import entry, item, quoted, scalar
from goalgen.spec.loading import load
from goalgen.spec.spec import Spec
from goalgen.text import Edit, Source, Span, apply_edits

_ANCHOR = re.compile(r"[ \t]?&[^\s,\[\]{}]+(?=[ \t]*(?:#|\r?$))|&[^\s,\[\]{}]+[ \t]*", re.MULTILINE)
_DASH = re.compile(r"-[ \t]+$")


def unshared(spec: Spec, schema: Schema) -> tuple[Spec, list[SpecPath]] | None:
    """The same spec without anchors and aliases, all else as it is written, and the values that are written otherwise; None
    where there are none, or they stand where they cannot be written out."""
    text = spec.source.text
    edits: list[Edit] = []
    paths: list[SpecPath] = []
    aliases: set[SpecPath] = set()
    for path, span in sorted(spec.values.items(), key=lambda each: len(each[0])):
        if any(path[:end] in aliases for end in range(1, len(path))):
            continue  # it stands where the alias points to
        sign = text[span.start : span.start + 1]
        if sign == "*":
            edit = _written_out(spec, schema, path, span)
            if edit is None:
                return None
            edits.append(edit)
            aliases.add(path)
        elif sign == "&":
            match = _ANCHOR.match(text, span.start - 1) or _ANCHOR.match(text, span.start)
            assert match
            edits.append(Edit(Span(*match.span()), ""))
        if sign and sign in "*&":
            paths.append(path)
    if not paths:
        return None
    free, _ = load(Source(spec.source.name, apply_edits(text, edits)))
    return (free, paths) if free is not None and free.value == spec.value else None


def _written_out(spec: Spec, schema: Schema, path: SpecPath, span: Span) -> Edit | None:
    """What stands in place of an alias."""
    text, value = spec.source.text, lookup(spec.value, path)
    is_flow = any(text[spec.values[path[:end]].start] in "[{" for end in range(1, len(path)))
    if isinstance(value, str):
        return Edit(span, quoted(value) if is_flow else scalar(value))
    line = text.rfind("\n", 0, span.start) + 1
    part = field_schema(schema, field_of(path))
    end = "\r\n" if "\r\n" in text else "\n"
    if is_flow or not isinstance(value, dict | list):
        return None
    if isinstance(path[-1], str):
        start = spec.keys[path].start
        written = entry(path[-1], value, start - line, schema, part)
    else:
        dash = _DASH.search(text, line, span.start)
        if dash is None:
            return None
        start = dash.start()
        written = item(value, start - line, schema, part)
    return Edit(Span(start, span.end), written.replace("\n", end))
