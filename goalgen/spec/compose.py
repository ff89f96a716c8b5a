"""Things floor: YAML text to values that are all text, with the place of every value and key.

Composed from the parser's events rather than by `yaml.compose`: events come one by one, so that nesting and aliases are
counted before they cost anything, and nothing recurses inside the C library. Only flow brackets are not: the scanner
looks ahead over the brackets of a line, and some releases of libyaml stop there by a limit of their own. So whenever a
parser gives up, the brackets that it had seen by then are counted before it is believed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, TypeAlias

import yaml

from goalgen.paths import Index, SpecPath
from goalgen.problem import Problem, Where, blocking, where
from goalgen.spec import lines, slips
from goalgen.spec.canonical import Value
from goalgen.spec.conflicts import conflicts
from goalgen.spec.decoding import byte_order_mark
from goalgen.spec.lines import Fields, any_field
from goalgen.spec.spec import Spec
from goalgen.text import Source, Span

MAX_DEPTH = 32
MAX_COPIED = 100_000

# The C parser's and the Python parser's are typed apart.
_Event: TypeAlias = Any
_Mark: TypeAlias = Any
_Loader: TypeAlias = Any
_LOADER: _Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STR_TAG = "tag:yaml.org,2002:str"
_BOM = "\ufeff"
_AROUND = " \t\r\n\x85\u2028\u2029"
"""What may follow a block without being its content; other white space, such as U+3000, is content."""


class _Refused(Exception):  # noqa: N818
    """Stops composing; what it says has been added to the problems."""


class _Composer:
    """Builds values and spans from the events of one text."""

    def __init__(self, source: Source, text: str, base: int, loader: _Loader) -> None:
        self.source, self.base = source, base
        self.size = len(text)
        self.events: Iterator[_Event] = yaml.parse(text, Loader=loader)
        self.depth = 0  # of the latest node
        self.values: dict[SpecPath, Span] = {}
        self.keys: dict[SpecPath, Span] = {}
        self.anchors: dict[str, tuple[SpecPath, Value | None]] = {}
        self.copied = 0
        self.problems: list[Problem] = []

    def offset(self, mark: _Mark) -> int:
        return self.base + min(int(mark.index), self.size)

    def span(self, event: _Event) -> Span:
        start, end, most = event.start_mark.index, event.end_mark.index, self.size
        start, end = self.base + (start if start < most else most), self.base + (end if end < most else most)
        if getattr(event, "style", None) in ("|", ">"):
            end = start + len(self.source.text[start:end].rstrip(_AROUND))
        return Span(start, end)

    def report(self, code: str, span: Span, message: str) -> None:
        self.problems.append(Problem(code, where(self.source, span), message))

    def refuse(self, code: str, span: Span, message: str) -> _Refused:
        self.report(code, span, message)
        return _Refused()

    def document(self) -> Value | None:
        """The value of the only document, None when there is none."""
        value: Value | None = None
        seen = False
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if seen:
                    message = "一个文件只能有一个项目：请把「---」以下的内容放到另一个文件"
                    raise self.refuse("S108", self.span(event), message)
                seen = True
                value = self.node(next(self.events), ())
        return value

    def node(self, event: _Event, path: SpecPath) -> Value:
        span = self.span(event)
        if isinstance(event, yaml.AliasEvent):
            return self.alias(str(event.anchor), path, span)
        self.values[path] = span
        self.depth = len(path)
        if self.depth > MAX_DEPTH:
            raise self.refuse("S110", span, f"层次太深，超过 {MAX_DEPTH} 层：绩效目标表用不到这么多层")
        if event.tag is not None and not (event.tag == _STR_TAG and isinstance(event, yaml.ScalarEvent)):
            self.problems.append(slips.tag(self.source, span))
        if event.anchor is not None:
            self.anchors[event.anchor] = path, None
        value: Value
        if isinstance(event, yaml.ScalarEvent):
            value = event.value
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self.sequence(path, event)
        else:
            value = self.mapping(path, event)
        if event.anchor is not None:
            self.anchors[event.anchor] = path, value
        return value

    def sequence(self, path: SpecPath, event: _Event) -> list[Value]:
        items: list[Value] = []
        while not isinstance(end := next(self.events), yaml.SequenceEndEvent):
            items.append(self.node(end, (*path, Index(len(items)))))
        self.close(path, (*path, Index(len(items) - 1)), event, end)
        return items

    def mapping(self, path: SpecPath, event: _Event) -> dict[str, Value]:
        entries: dict[str, Value] = {}
        row: set[str] = set()
        last = path
        while not isinstance(end := next(self.events), yaml.MappingEndEvent):
            key, span = self.key(end)
            last = (*path, key)
            if key in row and (found := self.undashed(path, key, span, event, next(iter(entries)), more=len(row) > 1)):
                self.problems += found
                row.clear()
            elif key in row:
                line = self.source.position(self.keys[last].start)[0]
                self.report("S104", span, f"「{key}」重复：第 {line} 行已经写过，请删去一处")
            row.add(key)
            self.keys[last] = span
            entries[key] = self.node(next(self.events), last)
        self.close(path, last, event, end)
        return entries

    def undashed(self, path: SpecPath, key: str, span: Span, start: _Event, row: str, *, more: bool) -> list[Problem]:
        """What is missing where the key that a row began with comes again: the dash of the next row, and of the first one
        if that has none either. Nothing where no list can be meant, or no `more` than that key stood there before."""
        if not path or start.flow_style or key != row or not more:
            return []
        first, line = (lines.line_at(self.source, place) for place in (self.values[path].start, span.start))
        within = isinstance(path[-1], int)
        those = [line] if within or self.keys[*path, key].start != self.values[path].start else [first, line]
        if line.dashes or (within and first.dashes.strip(" ") != "-") or len(line.indent) < 2:
            return []
        return [lines.undashed(self.source, each, first.dashes or "- ") for each in those]

    def key(self, event: _Event) -> tuple[str, Span]:
        span = self.span(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise self.refuse("S105", span, "冒号前应为字段名（一段文字），这里是列表、对照表或别名")
        if event.tag not in (None, _STR_TAG):
            self.problems.append(slips.tag(self.source, span))
        if event.value == "<<" and event.implicit[0]:
            self.report("S107", span, "不支持「<<」合并写法：请把要合并的字段直接写出来")
        return str(event.value), span

    def close(self, path: SpecPath, last: SpecPath, start: _Event, end: _Event) -> None:
        """A block collection ends with its last value; the parser says where the next thing begins."""
        if start.flow_style:
            stop = self.offset(end.end_mark)
        else:
            stop = self.values[last].end if last in self.values else self.offset(start.end_mark)
        self.values[path] = Span(self.values[path].start, max(stop, self.values[path].start))

    def alias(self, name: str, path: SpecPath, span: Span) -> Value:
        if name not in self.anchors:
            self.problems.append(lines.indicator(self.source, lines.line_at(self.source, span.start)))
            raise _Refused
        origin, value = self.anchors[name]
        if value is None:
            raise self.refuse("S109", span, f"别名「*{name}」引用了包含它自己的内容：请直接写出内容")
        copy = self.copy(value, origin, path, span, name)
        self.values[path] = span
        return copy

    def copy(self, value: Value, origin: SpecPath, path: SpecPath, span: Span, name: str) -> Value:
        """A value of its own for each alias; what lies inside keeps the place where it is written."""
        self.copied += 1 + (len(value) if isinstance(value, str) else 0)
        if self.copied > MAX_COPIED or len(path) > MAX_DEPTH:
            raise self.refuse("S109", span, f"别名「*{name}」展开后内容太多：请直接写出内容")
        self.values[path] = self.values[origin]
        if origin in self.keys and path not in self.keys:
            self.keys[path] = self.keys[origin]
        if isinstance(value, str):
            return value
        if isinstance(value, list):
            return [self.copy(item, (*origin, Index(i)), (*path, Index(i)), span, name) for i, item in enumerate(value)]
        return {key: self.copy(item, (*origin, key), (*path, key), span, name) for key, item in value.items()}


def _refused(composer: _Composer, text: str, error: Exception) -> list[Problem]:
    """What is to be said of a text that is refused for brackets before the place where the parser gave up, else nothing.

    PyYAML's own parser counts them: it knows quotes and comments and has no limit, and it is given no more than was seen.
    """
    mark = getattr(error, "problem_mark", None)
    seen = text[: mark.index] if mark else text
    line = seen[seen.rfind("\n") + 1 :]  # no scanner looks ahead over the end of a line
    if composer.depth + line.count("[") + line.count("{") < MAX_DEPTH:
        return []
    again = _Composer(composer.source, seen, composer.base, yaml.SafeLoader)
    with suppress(yaml.YAMLError, ValueError, OverflowError):
        try:
            again.document()
        except _Refused:
            return again.problems
    return []


def composed(source: Source, is_field: Fields = any_field) -> tuple[Spec | None, list[Problem]]:
    """The spec of a text, and what is wrong with it. There is a spec exactly when no problem is an error.

    `is_field` tells a mistyped field from a text with a colon in it; it is asked only where something is mistyped.
    """
    text = source.text
    base = int(text.startswith(_BOM))
    problems = [byte_order_mark(source)] if base else []
    problems += slips.characters(source, base)
    if clashing := conflicts(source):
        return None, [*problems, *clashing]
    text = slips.masked(text[base:])
    composer = _Composer(source, text, base, _LOADER)
    value: Value | None = None
    try:
        value = composer.document()
    except _Refused:
        return None, problems + composer.problems
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        if refused := _refused(composer, text, error):
            return None, problems + refused
        if blocking(problems):  # what stands in place of a forbidden character may be all that is wrong
            return None, problems
        marks = [getattr(error, name, None) for name in ("context_mark", "problem_mark")]
        places = [composer.offset(mark) for mark in marks if mark is not None]
        return None, problems + composer.problems + slips.broken(source, places, is_field)
    problems += composer.problems
    if value is None or value == "":
        return None, [*problems, Problem("S102", Where(source.name), "文件是空的：用 goalgen new 可以得到一份待填的表")]
    problems += slips.silent(source, list(slips.scalars(value, composer.values, composer.keys)), is_field)
    if not isinstance(value, dict):
        if not blocking(problems):
            message = "整个文件应为「字段名: 值」，每个字段一行"
            problems.append(Problem("S103", where(source, composer.values[()]), message))
        return None, problems
    if blocking(problems):
        return None, problems
    return Spec(value, source, composer.values, composer.keys), problems
