"""Verbs floor: a spec is carried to another form or another year, with the account of what went where.

Fields move by what they mean. What has no place in the new form is told and never dropped in silence; what is new there is
left empty and told. Years in texts are offered for review, and changed only when that was asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from goalgen.labels import unit_of_label
from goalgen.paths import Index, SpecPath, field_of, lookup, spoken, walk
from goalgen.problem import TEXT, Problem, Severity, where
from goalgen.schema import Schema, field_schema, is_list, resolve
from goalgen.spec import FORM_KEY, Spec, dump, load, scalar
from goalgen.text import Edit, Source, Span, apply_edits
from goalgen.vocabulary import MONEY, RESULTS, TO_FILL, UNIT_KEY, meaning_of_field

YEAR = "year"


class Move(NamedTuple):
    """A field of the old form, and the field of the new one that it went to; both as a person says them."""

    old: str
    new: str


@dataclass
class Rolled:
    """The new spec's text and value; what moved; what is empty, has no place, or holds a year, as problems."""

    text: str = ""
    value: dict[str, Any] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class _Field(NamedTuple):
    name: str
    part: Schema
    meaning: str | None


class _Shape(NamedTuple):
    """What an object may hold: the part of a schema that says so, and that schema."""

    schema: Schema
    part: Schema

    def fields(self) -> list[_Field]:
        """Its fields, with what they mean."""
        parts = {name: resolve(self.schema, part) for name, part in self.part.get("properties", {}).items()}
        return [_Field(name, part, meaning_of_field(name, part)) for name, part in parts.items() if name != FORM_KEY]

    def item(self, field: _Field) -> _Shape:
        """What the items of a list among its fields may hold."""
        return _Shape(self.schema, resolve(self.schema, field.part.get("items")) if is_list(field.part) else {})


def _whole(schema: Schema) -> _Shape:
    return _Shape(schema, resolve(schema, schema))


class _Carried(NamedTuple):
    """An object of the new form; which fields came to it; what of it is empty, as a person says it; what had no place there."""

    value: dict[str, Any]
    moves: list[Move]
    empty: list[str]
    lost: list[SpecPath]


def roll_form(
    spec: Spec,
    old: Schema,
    new: Schema,
    name: str,
    given: Mapping[str, str],
    *,
    change: bool = False,
    keep: bool = False,
) -> Rolled:
    """Carry a spec to the form `name`; `given` are fields to set there. A year among them is one to roll to as well."""
    rolled = Rolled()
    key = _year_field(new)
    year = given.get(key) if key else None
    given = {each: text for each, text in given.items() if year is None or each != key}
    value, rolled.moves, empty, lost = _carry(spec.value, _whole(old), _whole(new), ())
    rolled.value = {FORM_KEY: name, **value}
    for each, text in given.items():
        if each in new.get("properties", {}):
            rolled.value[each] = text
            empty = [other for other in empty if other != each]
        else:
            message = f"表样 {name} 没有「{each}」这一项，--set 没有写进去"
            rolled.problems.append(Problem("S304", where(spec.source), message, Severity.WARN))
    empty = [each for each in empty if year is None or each != key]
    rolled.problems += list(_told(spec, name, lost, empty))
    rolled.text = dump(rolled.value, new)
    carried, _ = load(Source(spec.source.name, rolled.text)) if year else (None, [])
    if year and carried:
        known = {each: text for each, text in given.items() if each in rolled.value}
        later = roll_year(carried, new, year, known, change=change, keep=keep)
        rolled.text = later.text
        rolled.problems += [replace(problem, where=where(spec.source)) for problem in later.problems]
    return rolled


def _year_field(schema: Schema) -> str | None:
    """The field that holds the year."""
    return next((each.name for each in _whole(schema).fields() if each.meaning == YEAR), None)


def _told(spec: Spec, name: str, lost: Sequence[SpecPath], empty: Sequence[str]) -> Iterator[Problem]:
    """What had no place, a column of a list once, and what is empty."""
    columns: dict[tuple[str, ...], list[SpecPath]] = {}
    for path in sorted(lost, key=lambda path: spec.values[path]):
        columns.setdefault(tuple(key for key in path if isinstance(key, str)), []).append(path)
    for names, paths in columns.items():
        many = f"等{len(paths)}条" if len(paths) > 1 else ""
        text = _quote(lookup(spec.value, paths[0]))
        message = f"表样 {name} 没有地方放「{' '.join(names)}」：{text}{many}，没有带过去"
        yield Problem("S301", where(spec.source, spec.values[paths[0]]), message, Severity.WARN)
    if empty:
        yield Problem("S302", where(spec.source), f"新的项留空，请填写：{'、'.join(empty)}", Severity.INFO)


def _carry(value: Mapping[str, Any], old: _Shape, new: _Shape, at: SpecPath) -> _Carried:
    """The fields of the object at `at`, by meaning; of a list, its first item speaks for the account of the columns."""
    sources = [each for each in old.fields() if each.name in value]
    sources += [_Field(name, {}, None) for name in value if name != FORM_KEY and name not in {s.name for s in sources}]
    pairs = _pairs(sources, new.fields())
    used = {source.name for _, source in pairs if source}
    lost = [(*at, s.name) for s in sources if s.name not in used and _holds(value[s.name])]
    carried = _Carried({}, [], [], lost)
    for target, source in pairs:
        said = spoken((*at, target.name))
        if source is not None:
            path, given, item = (*at, source.name), value[source.name], new.item(target)
            carried.moves.append(Move(spoken(path), said))
            if item.part.get("properties") and isinstance(given, list) and all(isinstance(row, dict) for row in given):
                rows = [_carry(row, old.item(source), item, (*path, Index(number))) for number, row in enumerate(given)]
                carried.value[target.name] = [row.value for row in rows]
                for row in rows[:1]:
                    carried.moves.extend(row.moves)
                    carried.empty.extend(_rename(each, said) for each in row.empty)
                lost += [each for row in rows for each in row.lost]
            else:
                plain = not item.part.get("properties")
                carried.value[target.name], fits = _fit(given, as_list=is_list(target.part), plain=plain)
                lost += [] if fits else [path]
        elif target.name in new.part.get("required", ()):
            carried.value[target.name] = [] if is_list(target.part) else ""
            carried.empty.append(said)
    return carried


def _rename(said: str, name: str) -> str:
    """A column of the new form under the new name of its list."""
    return f"{name} {said.rsplit(' ', 1)[-1]}"


def _pairs(sources: Sequence[_Field], targets: Sequence[_Field]) -> list[tuple[_Field, _Field | None]]:
    """For every field of the new form the old one that it is: of the same name and meaning, else of the same meaning."""
    left = list(sources)
    found: dict[str, _Field] = {}

    def take(same: Any) -> None:  # noqa: ANN401 - a comparison of two fields
        for target in targets:
            if target.name not in found:
                source = next((each for each in left if same(each, target)), None)
                if source is not None:
                    found[target.name] = source
                    left.remove(source)

    take(lambda s, t: s.name == t.name and (s.meaning == t.meaning or s.meaning is None))
    take(lambda s, t: s.meaning is not None and s.meaning == t.meaning)
    return [(target, found.get(target.name)) for target in targets]


def _fit(given: Any, *, as_list: bool, plain: bool) -> tuple[Any, bool]:  # noqa: ANN401 - a spec's value
    """A text as a list of its lines, or the other way round, numbered as the old form printed them."""
    if isinstance(given, str) and as_list and plain:
        lines = [line for line in given.split("\n") if line.strip()]
        return [_NUMBERED.sub("", line) for line in lines], True
    if isinstance(given, list) and not as_list and all(isinstance(line, str) for line in given):
        numbered = [f"{number}.{line}" for number, line in enumerate(given, 1)]
        return "\n".join(numbered if len(given) > 1 else given), True
    if isinstance(given, list) is as_list and (plain or not as_list):
        return given, True
    return ([] if as_list else ""), not _holds(given)


_NUMBERED = re.compile(r"^\s*[^\d\s]{0,2}\d+\s*[.．、：:]\s*(?!\d)")


def _holds(value: object) -> bool:
    """Whether there is anything to lose."""
    if isinstance(value, str):
        return bool(value.strip())
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_holds(each) for each in items)


def roll_year(
    spec: Spec, schema: Schema, year: str, given: Mapping[str, str], *, change: bool = False, keep: bool = False
) -> Rolled:
    """Carry a spec to another year of the same form: its year is set, and what was known of the old year only is to fill in.

    `keep`: last year's figures stay, and are told. Other years are offered, or with `change` changed as offered.
    """
    rolled = Rolled()
    name = _year_field(schema)
    edits: list[Edit] = []
    wanted = ({name: year} if name else {}) | dict(given)
    for key, text in wanted.items():
        if key not in schema.get("properties", {}):
            message = f"表样没有「{key}」这一项，--set 没有写进去"
            rolled.problems.append(Problem("S304", where(spec.source), message, Severity.WARN))
        elif (key,) in spec.values:
            edits.append(Edit(spec.values[(key,)], scalar(text)))
        else:
            start = spec.keys[(FORM_KEY,)].start if (FORM_KEY,) in spec.keys else 0
            line = spec.source.text.find("\n", start) + 1
            edits.append(Edit(Span(line, line), f"{key}: {scalar(text)}\n"))
    before = _old_year(spec.value, name)
    if before != year:
        texts = [(path, text) for path, text in _texts(spec.value) if path[0] not in wanted and path != (FORM_KEY,)]
        figures = [(path, text) for path, text in texts if _is_of_its_year(path, text, schema)]
        edits += [] if keep else [Edit(spec.values[path], TO_FILL) for path, _ in figures]
        rolled.problems += _about_figures(spec, figures, before, keep=keep)
        settled = {path for path, _ in figures}
        others = [(path, text) for path, text in texts if keep or path not in settled]
        for problem, edit in _other_years(spec, others, before, year, change=change) if before else ():
            rolled.problems.append(problem)
            edits += [edit] if change else []
        rolled.problems += _sums(spec, [(path, text) for path, text in texts if path not in settled])
    rolled.text = apply_edits(spec.source.text, edits)
    return rolled


def _other_years(
    spec: Spec, texts: Sequence[tuple[SpecPath, str]], before: str, year: str, *, change: bool
) -> Iterator[tuple[Problem, Edit]]:
    """The texts that name the old year, and what they would say of the new one."""
    for path, text in texts:
        span, offered = spec.values[path], suggest(text, before, year)
        if offered == text:
            continue
        edit = Edit(span, suggest(spec.source[span], before, year))
        said = f"「{spoken(path)}」里有 {before} 年：{_quote(text)}"
        message = f"{said}，已换成{_quote(offered)}" if change else f"{said}，请核对，建议改为{_quote(TEXT)}"
        fix, told = ((), "") if change else ((edit,), offered)
        yield Problem("S303", where(spec.source, span), message, Severity.INFO, fix, told), edit


def _is_of_its_year(path: SpecPath, text: str, schema: Schema) -> bool:
    """Whether a field holds an amount or a result, and there is one: what was settled, or came about, in one year."""
    part = field_schema(schema, field_of(path)) or {}
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    meaning = meaning_of_field(name, part)
    if meaning in RESULTS:
        return bool(text.strip())
    money = meaning in MONEY or bool(part.get(UNIT_KEY)) or (meaning is None and bool(unit_of_label(name)))
    return money and any(char.isdigit() for char in text)


_MOST = 12
"""Figures that are told one by one."""


def _about_figures(
    spec: Spec, figures: Sequence[tuple[SpecPath, str]], before: str | None, *, keep: bool
) -> Iterator[Problem]:
    """What the old spec's figures were, all in one."""
    if figures:
        listed = "、".join(f"{spoken(path)} {_quote(text)}" for path, text in figures[:_MOST])
        more = f"等 {len(figures)} 项" if len(figures) > _MOST else ""
        old = f" {before} 年" if before else "上一年"
        became = "照抄过来了，请逐项核对" if keep else f"已改成{TO_FILL}，请写新的"
        at = where(spec.source, spec.values[figures[0][0]])
        yield Problem("S305", at, f"这些是{old}的，{became}：{listed}{more}", Severity.INFO)


def _sums(spec: Spec, texts: Sequence[tuple[SpecPath, str]]) -> Iterator[Problem]:
    """The texts that name an amount of money, as the value of an indicator does: nobody can say what it will be."""
    for path, text in texts:
        if match := _SUM.search(text):
            message = f"「{spoken(path)}」里有上一年的金额「{match[0]}」：{_quote(text)}，请核对"
            yield Problem("S306", where(spec.source, spec.values[path]), message, Severity.INFO)


_SUM = re.compile(r"(?<!\d)\d[\d,，.]{0,40}\s{0,4}[十百千万亿]{0,4}元")
"""Bounded: a text may be a million digits."""


_BRACKETS = ("〔[（(", "〕]）)")


def suggest(text: str, before: str, year: str) -> str:
    """A text with one year for another; the year of a document's number, 〔2022〕32号, and a range of years stay."""

    def other(match: re.Match[str]) -> str:
        ends = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        numbered = all(end and end in brackets for end, brackets in zip(ends, _BRACKETS, strict=True))
        return before if numbered else year

    span = r"[—\-－–~至]"
    return re.sub(
        rf"(?<!\d)(?<!\d{span})(?<!\d年{span}){before}(?!\d)(?!\s{{0,4}}年?\s{{0,4}}{span}\s{{0,4}}\d{{4}})",
        other,
        text,
    )


def old_year(value: Mapping[str, Any], schema: Schema) -> str | None:
    """The year that a spec is about: by its own field, else by its texts; None when they name none."""
    return _old_year(value, _year_field(schema))


def _old_year(value: Mapping[str, Any], name: str | None) -> str | None:
    """The year of a spec: its own field, else the one that its texts name most."""
    own = value.get(name) if name else None
    if isinstance(own, str) and re.fullmatch(r"\d{4}", own):
        return own
    years = Counter(y for _, text in _texts(value) for y in re.findall(r"(?<!\d)20\d\d(?=年|[./-]\d)", text))
    return max(years, key=lambda each: (years[each], each)) if years else None


def _texts(value: object) -> Iterator[tuple[SpecPath, str]]:
    return ((path, inner) for path, inner in walk(value) if isinstance(inner, str))


def _quote(value: object) -> str:
    if not isinstance(value, str):
        return f"{len(value)}条" if isinstance(value, list) else "若干栏位"
    line = value.replace("\n", "⏎")
    return f"「{line[:40]}{'…' if len(line) > 40 else ''}」"
