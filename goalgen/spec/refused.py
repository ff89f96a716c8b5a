"""Things floor: what is mistyped in a text that the parser refuses, found line by line.

The parser's own message is of no use to a clerk: it says where it gave up, not where somebody mistyped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile

from goalgen.problem import Problem, where
from goalgen.spec import lines
from goalgen.spec.lines import Fields, Line
from goalgen.text import Edit, Source, Span

_BLOCK = re.compile(r"[|>][-+]?[1-9]?[-+]?[ \t]*(?:\s#.*)?$")
_REFERENCE = re.compile(r"[&*][\w-]+(?:\s|$)|!!\w|!<", re.ASCII)
_COMMENT = re.compile(r"(?:^|\s)#.*")
_BRACKETS = {"[": "]", "{": "}"}
_WIDE_COMMA = re.compile(r"[，、；](?=\s*[^\W\d][^:：，。；！？“”\"'#\n]{0,19}?[:：])")
"""A full-width mark where a comma should stand before the next key of a mapping in braces."""


@dataclass
class _Scan:
    """How far the lines of a text have been looked at, and what the next one may be."""

    source: Source
    is_field: Fields
    every: list[Line]
    pending: list[Line]
    at: int = 0
    """the next one of `pending`"""
    columns: list[tuple[int, int]] = field(default_factory=list)
    """the columns of the open collections, each with the number of a line there"""
    firsts: dict[int, Line] = field(default_factory=dict)
    """the first line of a mapping that hangs on the field above it, by its column"""
    opened: bool = True
    """whether nothing stood behind the colon of the line before"""
    above: Line | None = None
    """the line before"""
    mappings: bool = False
    """whether the items of the list at hand are mappings"""
    dashed: int = -1
    """the column of the dashes of the list at hand; -1 is no list"""
    first: str = ""
    """the key that its items begin with"""

    @property
    def following(self) -> Line | None:
        return self.pending[self.at] if self.at < len(self.pending) else None

    def listing(self, line: Line) -> bool:
        """Whether an item of a list can begin at a line."""
        return self.dashed == len(line.indent) or (self.opened and bool(self.columns))


def broken(source: Source, is_field: Fields) -> Iterator[Problem]:
    """The slips of a text that the parser refuses."""
    every = lines.lines(source.text)
    scan = _Scan(source, is_field, every, [line for line in every if not line.is_empty])
    while (line := scan.following) is not None:
        scan.at += 1
        if (problem := _stray(scan, line)) is not None:
            yield problem
            scan.opened = False
            continue
        yield from _placed(scan, line)
        yield from _said(scan, line)
        scan.above = line


def _stray(scan: _Scan, line: Line) -> Problem | None:
    """A line of text where no text can stand."""
    if line.dashes or lines.bullet(line, scan.listing(line)) or not _is_loose(line, scan.is_field):
        return None
    if (problem := lines.equals(scan.source, line, scan.is_field)) is not None:
        return problem
    if not scan.columns:
        begins = line.key is None and scan.following is not None and scan.following.is_entry
        return lines.pasted(scan.source, line) if begins else None
    column = len(line.indent)
    if scan.opened:
        under = line.key is None and column <= scan.columns[-1][0]
        return lines.unlisted(scan.source, line) if under else None
    if column and line.key is None and column not in {each for each, _ in scan.columns}:
        return None
    return lines.pasted(scan.source, line, above=scan.above)


def _is_loose(line: Line, is_field: Fields) -> bool:
    """Whether a line is text that no field of the form stands before."""
    if line.key is None:
        return line.content[:1] not in tuple("-]}[{'\"|>&*!@`%,")
    return not line.is_entry and (line.rest.startswith("//") or not is_field(lines.label(line.key)))


def _placed(scan: _Scan, line: Line) -> Iterator[Problem]:
    """What is wrong with where a line begins; keeps the columns and the list at hand up to date."""
    following = scan.following
    if line.indent.strip(" "):
        yield lines.indentation(scan.source, line)
        return
    here = len(line.indent)
    if line.key and line.is_entry and not line.dashes and following is not None and _is_off(scan, line, following):
        if (line.key == scan.first and here == scan.dashed) or scan.opened:
            yield lines.undashed(scan.source, line)
            line = line._replace(dashes="- ")
        else:
            yield lines.misplaced(
                scan.source, line, *next(each for each in scan.columns if each[0] == following.column)
            )
            return
    meant = _dashed(line, lines.bullet(line, scan.listing(line)))
    if meant.dashes and scan.dashed != here and not scan.opened:
        yield from _first_row(scan, here)
    yield from _aligned(scan, meant)
    if meant.dashes:
        scan.dashed, scan.first = here, meant.key or ""
    elif here <= scan.dashed:
        scan.dashed, scan.mappings = -1, False


def _first_row(scan: _Scan, here: int) -> Iterator[Problem]:
    """The first row of a list whose next one begins with a dash at the column `here`, when it has none."""
    column = next((column for column, _ in scan.columns if column > here), 0)
    first = scan.firsts.get(column)
    if first is not None and column - here > 1:
        yield lines.undashed(scan.source, first, "-" + " " * (column - here - 1))


def _is_off(scan: _Scan, line: Line, following: Line) -> bool:
    """Whether a line with a value stands further left than the next one, which then hangs on nothing."""
    if not lines.parted(line.value)[0] or _BLOCK.match(line.value) or following.dashes or not following.is_entry:
        return False
    if following.column <= len(line.indent) or not scan.columns:
        return False
    deeper = any(column == following.column for column, _ in scan.columns)
    return deeper or (scan.opened and following.column == len(line.indent) + 2)


def _dashed(line: Line, mark: str) -> Line:
    """The line as it is meant, where something else stands for its dash: what follows is aligned with its key."""
    if not mark:
        return line
    return line._replace(dashes="- ", key=lines.lines(line.content[len(mark) :])[0].key)


def _aligned(scan: _Scan, line: Line) -> Iterator[Problem]:
    """Compares a line with the columns of the lines around it, and keeps these up to date."""
    if not (line.dashes or line.key):
        return
    columns = scan.columns
    here = len(line.indent)
    left = columns[-1] if columns else (here, line.number)
    while columns and columns[-1][0] > here:
        left = columns.pop()
    if columns and columns[-1][0] != here and not scan.opened:
        near = min(left, columns[-1], key=lambda other: abs(other[0] - here))
        yield lines.misplaced(scan.source, line, *near)
    for column in sorted({here, line.column}):
        if columns and columns[-1][0] == column:
            columns.pop()
        elif scan.opened and not line.dashes:
            scan.firsts[column] = line
        else:
            scan.firsts.pop(column, None)
        columns.append((column, line.number))


def _said(scan: _Scan, line: Line) -> Iterator[Problem]:
    """What is wrong with what a line says."""
    following = scan.following
    if "\t" in line.dashes and line.key is not None:
        yield lines.dash(scan.source, line._replace(dashes="", key=None), line.dashes)
        return
    mark = lines.bullet(line, scan.listing(line))
    scan.opened = not _COMMENT.sub("", line.value)
    inside = following is not None and not following.dashes and bool(following.key)
    if line.dashes:
        inside = inside and following is not None and following.column == line.column
        if line.key is not None and not line.is_entry and (scan.mappings or inside):
            yield lines.colon(scan.source, line)
            return
        scan.mappings = line.is_entry
    elif mark:
        scan.mappings |= inside and following is not None and following.column > line.column
        yield lines.dash(scan.source, line, mark, is_field=scan.is_field, mapping=scan.mappings)
        return
    elif found := lines.swallowed(scan.source, line, scan.is_field):
        yield from found
        return
    if line.is_entry and line.key is not None and (name := lines.uncurled(line.key)) is not None:
        start = line.start + line.column
        yield lines.curled_key(scan.source, Span(start, start + len(line.key)), name)
    if not scan.opened and (line.dashes or line.is_entry):
        yield from _value(scan, line)


def _value(scan: _Scan, line: Line) -> Iterator[Problem]:
    """The slip in a value; goes past the following lines that belong to it."""
    value, first, following = line.value, line.value[:1], scan.following
    ends = following is None or bool(following.dashes) or following.is_entry
    if (problem := lines.joined(scan.source, line, scan.is_field)) is not None:
        yield problem
    elif first in ('"', "'"):
        yield from _quoted(scan, line, islice(scan.pending, scan.at, None), ends)
    elif _BLOCK.match(value):
        yield from _block(scan, line)
    elif first in _BRACKETS:
        closed = _COMMENT.sub("", value).rstrip().endswith(_BRACKETS[first])
        if first == "{" and (comma := _WIDE_COMMA.search(value)):
            yield _comma(scan.source, line, line.place + comma.start())
        elif not closed and (ends or _BRACKETS[first] in value):
            yield lines.indicator(scan.source, line)
    elif _REFERENCE.match(value):
        return
    elif first in "|>@`%&*!]}" or re.match(r"[-?:](?:\s|$)", value):
        yield lines.indicator(scan.source, line)
    elif match := re.search(r":(?=\s|$)", text := _COMMENT.sub("", value)):
        last = match.end() == len(text)
        yield lines.inner_colon(scan.source, line, line.place + match.start(), last=last)


def _comma(source: Source, line: Line, place: int) -> Problem:
    """A full-width comma between the entries of a mapping in braces."""
    marks = [line.place + match.start() for match in _WIDE_COMMA.finditer(line.value)]
    edits = tuple(Edit(Span(line.start + mark, line.start + mark + 1), ", ") for mark in marks)
    message = f"花括号里各项之间是全角的「{line.text[place]}」，要用英文逗号加空格"
    return Problem("S138", where(source, Span(line.start + place, line.start + place + 1)), message, fix=edits)


def _block(scan: _Scan, line: Line) -> Iterator[Problem]:
    """The lines of a block, and those in the midst of it, or where it should begin, that lack its indentation."""
    own = len(line.indent) if line.key is None else line.column
    following = scan.following
    if following is None:
        return
    usual = max(line.column + (2 if line.key else 0), own + 1)
    near = islice(scan.pending, scan.at, scan.at + lines.ABOVE)
    inside = takewhile(lambda other: _front(other) > own or not (other.dashes or other.is_entry), near)
    depth = next((_front(other) for other in inside if _front(other) > own), usual)
    begin, last = scan.at, line.number
    while (other := scan.following) is not None:
        if _front(other) >= depth:
            yield from (
                lines.commented(scan.source, each, depth)
                for each in scan.every[last : other.number - 1]
                if each.content.startswith("#") and _front(each) < depth and last != line.number
            )
        elif _goes_on(scan, other, own):
            yield lines.pasted(scan.source, other, depth)
        else:
            break
        last = other.number
        scan.at += 1
    if scan.at == begin and re.search(r"\d", line.value.partition("#")[0]):
        yield lines.indicator(scan.source, line)


def _front(line: Line) -> int:
    """How many spaces stand in front of a line: no other white space is indentation to YAML."""
    return len(line.text) - len(line.text.lstrip(" "))


def _goes_on(scan: _Scan, line: Line, own: int) -> bool:
    """Whether a line that is not deep enough is a text of the block above it: nothing else can stand there."""
    if line.dashes or lines.bullet(line, scan.dashed == len(line.indent)):
        return False
    if line.key is None:
        return line.content[:1] not in tuple("]}&!`%,")
    following = scan.pending[scan.at + 1] if scan.at + 1 < len(scan.pending) else None
    within = following is not None and _front(following) > own and not (following.dashes or following.is_entry)
    return (within or not line.is_entry) and not scan.is_field(lines.label(line.key))


def _quoted(scan: _Scan, line: Line, rest: Iterable[Line], ends: bool) -> Iterator[Problem]:
    """The slip in a value that begins with a quotation mark."""
    value = line.value
    if match := lines.QUOTED.match(value):
        if not value[match.end() :].strip() or _COMMENT.match(value, match.end()):
            return
        yield lines.beyond(scan.source, line, line.place + match.end())
        return
    if ends:
        yield lines.unclosed(scan.source, line)
        return
    closing = re.compile(rf"{value[0]}\s*(?:#.*)?$")
    for other in rest:
        scan.at += 1
        if closing.search(other.text):
            break
