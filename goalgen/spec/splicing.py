"""Things floor: a spec's text made to say another value, by splices (law L8): comments, quotes and order stay.

Only what changed is written: characters of a text, the lines of a field, the lines of a row with the comments above it. What
cannot be done in place (an anchored value, an item of `{…}`) is done by writing the item around it anew, and is named. The
result is read again before it is given out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from goalgen.align import Pairing, align
from goalgen.paths import Index, SpecPath, field_of, lookup
from goalgen.schema import Schema, field_schema, row_key
from goalgen.spec import slips
from goalgen.spec.canonical import Value, block_lines, dump, entry, item, quoted, scalar
from goalgen.spec.loading import load
from goalgen.spec.sharing import unshared
from goalgen.spec.spec import Spec
from goalgen.spec.spelling import changed
from goalgen.text import Edit, Source, Span, apply_edits

_DASH = re.compile(r"^[ \t]*(?=-(?:[ \t\r\n]|\Z))", re.MULTILINE)
_COMMENT_LINE = re.compile(r"[ \t]*#[^\n]*\n")
_HEADER = re.compile(r"[|>][-+]?(?P<remark>(?:[ \t]+#[^\r\n]*)?)[ \t]*\r?\n(?:\r?\n)*(?P<pad> +)")
"""The first line of a block and the indentation of its text."""


class Respelled(NamedTuple):
    """A text that says the wanted value; what was written anew as a whole, and the comments that went with what they were of."""

    text: str
    anew: tuple[SpecPath, ...] = ()
    gone: tuple[str, ...] = ()


class _NotInPlace(Exception):  # noqa: N818  it is an answer
    """Something cannot be spliced: the smallest value that can be written anew instead."""

    def __init__(self, path: SpecPath) -> None:
        super().__init__(path)
        self.path = path


def respelled(spec: Spec, new: Mapping[str, Value], schema: Schema) -> Respelled:
    """The spec's text, saying another value. Fields that are new stand where the schema has them."""
    anew: set[SpecPath] = set()
    while () not in anew:
        splicer = _Splicer(spec, schema, anew)
        try:
            text = apply_edits(spec.source.text, splicer.value((), spec.value, dict(new)))
        except _NotInPlace as reason:
            path = reason.path
            while path in anew:
                path = path[:-1]
            anew.add(path)
            continue
        back, _ = load(Source(spec.source.name, text))
        if back is not None and back.value == new:
            return Respelled(text, tuple(sorted(splicer.anew, key=str)), _gone(spec, splicer.removed, text))
        anew |= _wider(anew, spec.value, new, back)
    if free := unshared(spec, schema):
        done = respelled(free[0], new, schema)
        return done._replace(anew=tuple(sorted({*free[1], *done.anew}, key=str)))
    bom = "\ufeff" if spec.source.text.startswith("\ufeff") else ""
    text = bom + dump(new, schema).replace("\n", _line_end(spec.source.text))
    return Respelled(text, ((),), _gone(spec, [Span(0, len(spec.source.text))], text))


def _wider(anew: Set[SpecPath], old: Value, new: Mapping[str, Value], back: Spec | None) -> set[SpecPath]:
    """What to write anew next, when the text did not say what it should: the fields that came out wrong, else all that changed,
    else everything."""
    said = old if back is None else back.value
    wrong = {
        (key,) for key in {**new, **(said if isinstance(said, dict) else {})} if lookup(said, (key,)) != new.get(key)
    }
    return {*wrong} if wrong - anew and back is not None else {()}


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _gone(spec: Spec, removed: Sequence[Span], text: str) -> tuple[str, ...]:
    """The comments in what was removed that stand nowhere in the new text."""
    written = list(slips.scalars(spec.value, spec.values, spec.keys))
    found = []
    for comment in slips.comments(spec.source.text, written):
        said = spec.source[comment].rstrip()
        if any(span.start <= comment.start < span.end for span in removed) and said not in text:
            found.append(said)
    return tuple(found)


class _Splicer:
    """The edits that make a spec's text say another value; `anew` are the values that are written as a whole."""

    def __init__(self, spec: Spec, schema: Schema, anew: Set[SpecPath]) -> None:
        self.spec, self.schema, self.told = spec, schema, anew
        self.text = spec.source.text
        self.anew: list[SpecPath] = []
        self.removed: list[Span] = []

    def value(self, path: SpecPath, old: Value, new: Value) -> list[Edit]:
        """The edits that make the value at a path another one."""
        if old == new:
            return []
        if path in self.told:
            return self._whole(path, new)
        parent = self.spec.values[path[:-1]] if path else None
        own = self.spec.values[path]
        if parent and not (parent.start <= own.start and own.end <= max(parent.end, own.start)):
            raise _NotInPlace(path[:-1])  # it stands where an alias points to
        if isinstance(old, str) and isinstance(new, str):
            return self._scalar(path, old, new)
        if self.text[own.start : own.start + 1] in ("&", "*"):
            raise _NotInPlace(())
        if isinstance(old, dict) and isinstance(new, dict):
            return list(self._mapping(path, old, new))
        if isinstance(old, list) and isinstance(new, list):
            return self._list(path, old, new)
        return self._whole(path, new)

    def _is_flow(self, path: SpecPath) -> bool:
        """Whether a value stands between brackets."""
        return any(self.text[self.spec.values[path[:end]].start] in "[{" for end in range(1, len(path)))

    def _scalar(self, path: SpecPath, old: str, new: str) -> list[Edit]:
        span = self.spec.values[path]
        raw = self.spec.source[span]
        if raw[:1] == "&":
            raise _NotInPlace(())
        if not raw or raw[0] == "*" or self._is_flow(path):
            lead = " " if span.start and self.text[span.start - 1] in ":-" else ""
            return [Edit(span, lead + (quoted(new) if self._is_flow(path) else scalar(new)))]
        start = next(
            (at for at, (one, two) in enumerate(zip(old, new, strict=False)) if one != two), min(len(old), len(new))
        )
        rest = min(len(old), len(new)) - start
        end = next((at for at in range(rest) if old[len(old) - 1 - at] != new[len(new) - 1 - at]), rest)
        edit = changed(self.spec.source, span, old, start, len(old) - end, new[start : len(new) - end])
        if edit.span != span or raw[0] not in "|>":
            return [edit]
        head = _HEADER.match(raw)
        lines = block_lines(new)
        if head and lines and raw[0] == "|":
            close = _line_end(self.text)
            block = close.join(head["pad"] + line if line else "" for line in lines)
            return [Edit(span, f"|-{head['remark']}{close}{block}")]
        return [edit._replace(text=edit.text + (head["remark"] if head else ""))]

    # mappings

    def _mapping(self, path: SpecPath, old: Mapping[str, Value], new: Mapping[str, Value]) -> Iterator[Edit]:
        known = (field_schema(self.schema, field_of(path)) or {}).get("properties", {})
        order = [
            *(key for key in known if key in old or key in new),
            *(key for key in {**old, **new} if key not in known),
        ]
        flow = bool(path) and (self._is_flow(path) or self.text[self.spec.values[path].start] == "{")
        if flow and old.keys() != new.keys():
            raise _NotInPlace(path)
        if not (old.keys() & new.keys()):
            raise _NotInPlace(path)
        for place, key in enumerate(order):
            if key not in new:
                yield self._without(path, key)
            elif key in old:
                yield from self.value((*path, key), old[key], new[key])
            else:
                yield self._with(
                    path, key, new[key], [each for each in order[:place] if each in old and each in new], old
                )

    def _with(self, path: SpecPath, key: str, value: Value, before: Sequence[str], old: Mapping[str, Value]) -> Edit:
        """A new field: on lines of its own, after the field before it, else before the first."""
        part = field_schema(self.schema, field_of((*path, key)))
        first = min((self.spec.keys[*path, each] for each in old), key=lambda span: span.start)
        column = (
            first.start
            - (self.text.rfind("\n", 0, first.start) + 1)
            - self.text.startswith("\ufeff", 0, first.start) * ("\n" not in self.text[: first.start])
        )
        end = _line_end(self.text)
        text = entry(key, value, column, self.schema, part).replace("\n", end)
        if not before:
            return Edit(Span(first.start, first.start), f"{text}{end}{' ' * column}")
        at = self._line_after(self.spec.values[*path, before[-1]].end)
        lead = "" if self.text[:at].endswith("\n") else end
        return Edit(Span(at, at), f"{lead}{' ' * column}{text}{'' if lead else end}")

    def _without(self, path: SpecPath, key: str) -> Edit:
        """A field that goes, with the comments above it and behind it."""
        start, end = self._entry(path, key)
        line = self.text.rfind("\n", 0, start) + 1
        if self.text[line:start].strip(" \t\ufeff"):  # beside the dash: the next field takes its place
            following = min(
                (span.start for other, span in self.spec.keys.items() if span.start >= end and other[:-1] == path),
                default=0,
            )
            if not following or self.text[end:following].strip():
                raise _NotInPlace(path)
            gone = Span(start, following)
        else:
            gone = Span(self._comments_above(line, 0), end)
        self.removed.append(gone)
        return Edit(gone, "")

    def _entry(self, path: SpecPath, key: str) -> Span:
        """A field from its key to the end of its last line."""
        return Span(self.spec.keys[*path, key].start, self._line_after(self.spec.values[*path, key].end))

    def _line_after(self, offset: int) -> int:
        """Where the next line begins; there may be no more than a comment before it."""
        end = self.text.find("\n", offset)
        rest = self.text[offset : end if end >= 0 else len(self.text)].strip()
        if rest and not rest.startswith("#"):
            raise _NotInPlace(())
        return end + 1 if end >= 0 else len(self.text)

    def _comments_above(self, line: int, least: int) -> int:
        """Where the comment lines begin that stand right above a line, not before `least`."""
        while line > least:
            above = self.text.rfind("\n", 0, line - 1) + 1
            if above < least or not _COMMENT_LINE.fullmatch(self.text, above, line):
                break
            line = above
        return line

    # lists

    def _list(self, path: SpecPath, old: list[Value], new: list[Value]) -> list[Edit]:
        pairing = align(old, new, row_key(self.schema, field_of(path)))
        stays = not pairing.only_left and not pairing.only_right and not any(pair.moved for pair in pairing.pairs)
        if stays and not any((*path, Index(place)) in self.told for place in range(len(old))):
            try:
                return [each for pair in pairing.pairs for each in self._row(path, pair.left, old, new[pair.right])]
            except _NotInPlace as reason:
                if len(reason.path) <= len(path):
                    raise
        if not old or not new or self._is_flow((*path, Index(0))):
            return self._whole(path, new)
        return [self._arranged(path, old, new, pairing)]

    def _row(self, path: SpecPath, place: int, old: list[Value], new: Value) -> list[Edit]:
        return self.value((*path, Index(place)), old[place], new)

    def _arranged(self, path: SpecPath, old: list[Value], new: list[Value], pairing: Pairing) -> Edit:
        """All rows of a list in their new order: those that were there as they are written, with what changed in them."""
        chunks, column = self._chunks(path, len(old))
        end = _line_end(self.text)
        part = field_schema(self.schema, field_of((*path, Index(0))))
        lefts = {pair.right: pair.left for pair in pairing.pairs}
        pieces = []
        for place, row in enumerate(new):
            left = lefts.get(place)
            piece = None if left is None else self._rewritten(chunks[left], (*path, Index(left)), old[left], row)
            if piece is None:
                made = item(row, column, self.schema, part)
                piece = f"{' ' * column}{made}".replace("\n", end)
                if left is not None:
                    self.anew.append((*path, Index(place)))
                    self.removed.append(chunks[left])
            pieces.append(piece if piece.endswith("\n") else piece + end)
        self.removed += [chunks[left] for left in pairing.only_left]
        whole = Span(chunks[0].start, chunks[-1].end)
        text = "".join(pieces)
        return Edit(whole, text if self.text[: whole.end].endswith("\n") else text.removesuffix(end))

    def _rewritten(self, chunk: Span, path: SpecPath, old: Value, new: Value) -> str | None:
        """A row's own lines with what changed in it; None when they cannot say it."""
        if path in self.told:
            return None
        count = len(self.removed)
        try:
            edits = self.value(path, old, new)
        except _NotInPlace as reason:
            if len(reason.path) < len(path):
                raise
            del self.removed[count:]
            return None
        inside = [Edit(Span(at.start - chunk.start, at.end - chunk.start), text) for at, text in edits]
        return apply_edits(self.text[chunk.start : chunk.end], inside)

    def _chunks(self, path: SpecPath, count: int) -> tuple[list[Span], int]:
        """The lines of each row of a list, from the comments right above its dash on; and the column of the dashes."""
        done = self.spec.keys[path].end if isinstance(path[-1], str) else self.spec.values[path].start
        starts: list[int] = []
        columns: set[int] = set()
        for place in range(count):
            span = self.spec.values[*path, Index(place)]
            dashes = list(_DASH.finditer(self.text, done, span.start))
            if not dashes or span.start < done:
                raise _NotInPlace(path)
            columns.add(len(dashes[-1][0]))
            starts.append(self._comments_above(dashes[-1].start(), self._line_after(done) if place else done))
            done = max(span.end, span.start)
        if len(columns) != 1:
            raise _NotInPlace(path)
        ends = [*starts[1:], self._line_after(done)]
        return [Span(*both) for both in zip(starts, ends, strict=True)], columns.pop()

    def _whole(self, path: SpecPath, new: Value) -> list[Edit]:
        """A field's value written as a whole; a comment behind it goes."""
        if not path or not isinstance(path[-1], str) or self._is_flow(path):
            raise _NotInPlace(path[:-1])
        self.anew.append(path)
        key, end = self._entry(path[:-1], path[-1])
        line = self.text.rfind("\n", 0, key) + 1
        column = key - line - (1 if line == 0 and self.text.startswith("\ufeff") else 0)
        text = entry(path[-1], new, column, self.schema, field_schema(self.schema, field_of(path)))
        self.removed.append(Span(key, end))
        close = _line_end(self.text) if self.text[:end].endswith("\n") else ""
        return [Edit(Span(key, end), text.replace("\n", _line_end(self.text)) + close)]
