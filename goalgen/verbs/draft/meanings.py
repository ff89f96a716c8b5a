"""Verbs floor, `draft`: what the values of a draft mean, in what their amounts are, and which tree their levels are of.

What a label means is in `vocabulary.yaml` alone; here it is settled which of a form's fields has a meaning that only one can
have, and what stands where a row crosses a column. A guess is told, and makes its field doubtful.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from goalgen.labels import dense_text, normalise_label, unit_of_label
from goalgen.taxonomy import Profile, fitting, profiles, stem
from goalgen.verbs.draft.wants import Want
from goalgen.verbs.draft.words import meaning
from goalgen.vocabulary import SPANNED, meaning_at, meaning_of_label, meanings, spans

LIST, LEVELS, NAME, VALUE = "indicators", ("level1", "level2"), "indicator_name", "target_value"
_FIRST = ("project_name", "year", "number", "unit_code", "amount_unit")
"""Meanings that one field has: where several could, the first of them."""
_LAST = (
    "budget_total", "fiscal_part", "other_part", "total_amount", "total_fiscal", "total_other", "carried_over", "adjusted_budget",
    "spent", "execution_rate", "execution_weight", "execution_score", "goals", "total_goals", "total_score", "total_weight",
)  # fmt: skip
"""Meanings that one field has: where several could, the last of them, the year's own."""
_AMOUNTS = tuple(identifier for identifier in _LAST if not re.search("rate|weight|score|goals", identifier))
_PLAIN = ("budget_total", "amount", "task_total", "total_row")
"""A column that says no more of an amount than that it is one: its row says what it means."""
_FUNDS = ("budget_total", "adjusted_budget", "spent", "execution_rate", "weight", "score")
"""The columns of a table of funds: its 总额 is no task's."""
_NO_AMOUNT = re.compile("(weight|score|rate|reason|remark|year|number|name|period|date|person|phone|unit|opinion)$")
"""Meanings that are no amounts, whatever unit their table is in."""
_UNIT = re.compile(r"\((?![A-Z]\))([^\W\d_]{1,3})\)$")
"""A unit, which the letter of a column is not: 执行率（B/A） is of 全年预算数（A）."""
_FIGURE = re.compile(r"[-+]?[\d,.\s]+(?:[万亿]?元|[万亿])?|[—\-－/／\s]*")
MOST = 0.8
"""So much of the levels must be of a tree for it to be guessed."""


class Tree(NamedTuple):
    """The tree of levels that a form uses, and whether that is a guess."""

    profile: Profile
    guessed: bool


def settle(wants: Sequence[Want], fixed: Iterable[str] = ()) -> Tree | None:
    """Give every want its meaning and its unit; say which tree the levels of the list of indicators are of.

    `fixed` are the texts that the form prints: in one of them may be the unit of all its amounts.
    """
    singles = [want for want in wants if not want.items]
    for want in singles:
        want.meaning = _single(want)
    _sources(singles)
    _of_execution(singles)
    _totals(singles)
    _only_one(singles)
    lists = [want for want in wants if want.items]
    for want in lists:
        _columns(want)
    _indicators(lists)
    for each in [*singles, *(column for want in lists for column in want.items)]:
        each.unit = unit_of(each)
    for want in lists:
        for column in want.items:
            column.unit = column.unit or _inherited(column, [want.label])
    if all(want.meaning != "amount_unit" for want in singles):
        own = {want.unit for want in singles if want.meaning in _AMOUNTS and want.unit}
        printed = next((unit for text in fixed if (unit := _printed(text))), "") if len(own) != 1 else own.pop()
        for want in singles:
            want.unit = want.unit or (printed if want.meaning in _AMOUNTS else "")
    found = [_tree(want, singles) for want in lists if want.meaning == LIST]
    return next((tree for tree in found if tree), None)


def _single(want: Want) -> str | None:
    """What a value means by the labels before it and above it."""
    row = meaning_of_label(want.key) or meaning(want.label)
    if want.column:
        column = meaning(want.column)
        if row is None or column is None:
            return None
        if row == "task_total" and column in _FUNDS:
            row = "budget_total"
        if column in _PLAIN:
            return row if row != "total_row" else None if column == "amount" else "budget_total"
        return meaning_at(row, column) or (column if row in ("budget_total", "total_row") else None)
    if row == "total_row":
        return None
    head = meaning(want.contexts[1]) if want.contexts[1:] else None
    if row and head and (crossed := meaning_at(row, head)):
        return crossed
    if row == "amount_unit" and not all(_is_money(text) for text in want.samples):
        return "unit_name"
    if row == "year" and not all(
        re.search(r"\d{4}|[〇○零一二三四五六七八九]{4}|^[\s_×xX0-9]*$", text) for text in want.samples
    ):
        return None
    return _of_all_years(row) if _spans_years(want) else row


def _is_money(text: str) -> bool:
    return not text.strip() or bool(_MONEY.fullmatch(dense_text(text)))


_MONEY = re.compile(r"(?:人民币)?(?:百万|千万|[亿万千百])?元")
_PRINTED = re.compile(rf"(?P<label>[^\W\d_]+):(?P<unit>{_MONEY.pattern})(?![^\W\d_])")


def _printed(text: str) -> str:
    """The unit that a fixed text says all amounts are in: 万元 of `（单位：万元）`."""
    match = _PRINTED.search(dense_text(text))
    known = match is not None and meaning_of_label(match["label"]) == "amount_unit"
    return unit_of_label(f"({match['unit']})") if match and known else ""


def _spans_years(want: Want) -> bool:
    """Whether a label, or the one that heads its column, is about all the years of a project."""
    own = () if meaning_of_label(want.key) else (want.key,)  # which is known, says what it is: 总体目标 is of the year
    heads = [dense_text(text) for text in (*own, *want.contexts[1:2])]
    return any(head.startswith(spans()) for head in heads if head) or any(
        meaning(text) == "total_amount" for text in want.contexts[1:2] if text
    )


def _of_all_years(identifier: str | None) -> str | None:
    return (meanings()[identifier].whole or identifier) if identifier else None


_EXECUTION = {"weight": "execution_weight", "score": "execution_score"}
"""The points beside what was spent, which are no row's of the list."""
_IN_ALL = {"weight": "total_weight", "score": "total_score"}
"""The points in a row of sums."""


def _of_execution(wants: Sequence[Want]) -> None:
    """Points that stand in no list, in a form that tells what was spent, are those of the execution of the budget; where those
    stand elsewhere, they are sums."""
    found = {want.meaning for want in wants}
    if {"execution_rate", "spent"} & found:
        for want in wants:
            own = _EXECUTION.get(want.meaning or "")
            want.meaning = _IN_ALL[want.meaning or ""] if own and own in found else own or want.meaning


def _totals(wants: Sequence[Want]) -> None:
    """In a row of 总分 with several figures the first is what could be had, the last what was; words beside them are neither."""
    same = [want for want in wants if want.meaning == "total_score"]
    figures = [want for want in same if any(text.strip() for text in want.samples) and _are_figures(want)]
    if len(same) > 1 and len(figures) > 1:
        for want in same:
            want.meaning = "total_weight" if want is figures[0] else "total_score" if want is figures[-1] else None


def _are_figures(want: Want) -> bool:
    return all(_FIGURE.fullmatch(text) for text in want.samples)


_SOURCES = {"central_funds": "fiscal_part", "local_funds": "other_part"}
"""The two sources of a transfer, where the form names no others."""


def _sources(wants: Sequence[Want]) -> None:
    """In a form of transfers the funds of the centre and those of the place are the parts of the total."""
    own = {want.meaning for want in wants if not want.column}
    if own.issuperset(_SOURCES) and own.isdisjoint(_SOURCES.values()):
        for want in wants:
            want.meaning = _SOURCES.get(want.meaning or "", want.meaning)


def _only_one(wants: Sequence[Want]) -> None:
    """A meaning that one field has goes to the one that is named so, else to the first or the last that could have it.

    Of two amounts, or two goals, of one meaning the first is that of all years.
    """
    for identifier in [*_FIRST, *_LAST]:
        same = [want for want in wants if want.meaning == identifier]
        whole = meanings()[identifier].whole
        pair = len(same) == 2 and whole and not any(want.column for want in same)
        if pair and all(want.meaning != whole for want in wants):
            same[0].meaning = whole
            continue
        named = [want for want in same if meaning_of_label(want.key) == identifier]
        choice = named or same
        keep = (choice[0] if identifier in _FIRST else choice[-1]) if choice else None
        for want in same:
            if want is not keep:
                want.meaning = None


def _columns(whole: Want) -> None:
    """What the columns of a list mean: by their own labels, by what stands in them, no two of them the same."""
    whole.meaning = meaning_of_label(whole.key) or meaning(whole.label)
    for column in whole.items:
        column.meaning = meaning_of_label(column.key) or meaning(column.label)
        column.meaning = _by_values(column) or column.meaning
        column.meaning = meaning_at(whole.meaning or "", column.meaning or "") or column.meaning
    _one_each(whole.items)
    for column in whole.items:
        if column.meaning == "amount_unit" and not all(map(_is_money, column.samples)):
            column.meaning = "measure_unit"
    own = {column.meaning for column in whole.items}
    if {NAME, VALUE, *LEVELS} & own:
        for column in whole.items:
            if column.meaning == "amount_unit":
                column.meaning = "measure_unit"
        _by_samples(whole.items)


def _one_each(columns: Sequence[Want]) -> None:
    """Of two columns of one meaning the one is of all the years, where it says so; else the last that is named so has it."""
    for identifier in {column.meaning for column in columns if column.meaning}:
        same = [column for column in columns if column.meaning == identifier]
        if identifier in SPANNED and len(same) > 1:
            for column in same:
                if any(dense_text(text).startswith(spans()) for text in column.contexts):
                    column.meaning = _of_all_years(identifier)
            same = [column for column in same if column.meaning == identifier]
        named = [column for column in same if meaning_of_label(column.key) == identifier]
        keep = min(reversed(named), key=lambda column: _rank(column.key, identifier)) if named else None
        free = meanings()[identifier].second
        for column in same:
            if column is not (keep or same[-1]):
                column.meaning = free if free and all(each.meaning != free for each in columns) else None


def _rank(key: str, identifier: str) -> int:
    """Which of the labels of a meaning a key is: what it is most often called comes first."""
    return list(map(normalise_label, meanings()[identifier].labels)).index(normalise_label(key))


def _by_values(column: Want) -> str | None:
    """The meaning of a column whose label nobody knows, or that means another thing here: by what alone is filled in."""
    held = {dense_text(sample) for sample in column.samples if sample.strip()}
    found = [each.id for each in meanings().values() if held and held <= each.values]
    return found[0] if found else None


def _by_samples(columns: Sequence[Want]) -> None:
    """A column nobody knows that holds nothing but names of levels is one of levels."""
    for level in LEVELS:
        if any(column.meaning == level for column in columns):
            continue
        names = _names(level)
        for column in (column for column in columns if column.meaning is None):
            held = [text for text in map(stem, column.samples) if text]
            known = sum(text in names for text in held)
            if known and known * 2 >= len(held):
                column.meaning = level
                column.doubts += [] if known == len(held) else [f"按填的内容猜是「{meanings()[level].name}」"]
                break


def _names(level: str) -> frozenset[str]:
    trees = [profile.tree for profile in profiles().values()]
    upper = {stem(name) for tree in trees for name in tree}
    lower = {stem(name) for tree in trees for names in tree.values() for name in names}
    return frozenset(upper if level == LEVELS[0] else lower)


def _indicators(lists: Sequence[Want]) -> None:
    """The list with the columns of indicators is that of indicators, whatever it is called; of several that of the year."""
    could = [want for want in lists if len({NAME, VALUE, *LEVELS} & {column.meaning for column in want.items}) >= 2]
    yearly = [want for want in could if not dense_text(want.label).startswith(spans())] or could
    for want in lists:
        if want in yearly[-1:]:
            want.meaning = LIST
        elif want.meaning == LIST or want in could:
            want.meaning = None


def unit_of(want: Want) -> str:
    """The unit that a label says of its amounts, or the label above it where it is an amount itself."""
    if want.meaning and _NO_AMOUNT.search(want.meaning):
        return ""
    own = next(
        (unit for text in (want.column, want.label) if (unit := unit_of_label(text) or _counted(want, text))), ""
    )
    return own or _inherited(want, [*want.heads, *want.contexts])


def _inherited(want: Want, labels: Iterable[str]) -> str:
    heads = (want.meaning, meaning(want.column), meaning(want.label))
    if any(head and _NO_AMOUNT.search(head) for head in heads) or _is_share(want.column or want.label):
        return ""
    if not all(_FIGURE.fullmatch(text) for text in want.samples):
        return ""
    return next((unit for text in labels if (unit := unit_of_label(text))), "")


def _is_share(label: str) -> bool:
    """Whether a label ends as those of rates and points do: `1-8月执行率`."""
    ends = [end for identifier in ("execution_rate", "weight", "score") for end in meanings()[identifier].labels]
    return normalise_label(label).endswith(tuple(map(normalise_label, ends)))


def _counted(want: Want, label: str) -> str:
    """What is counted, as the brackets at the end of a label say where figures stand beside it: 户 of 受益户数（户）."""
    found = _UNIT.search(dense_text(label).rstrip(":"))
    figures = all(_FIGURE.fullmatch(text) for text in want.samples) and any(map(str.isdigit, "".join(want.samples)))
    return found[1] if found and figures and want.meaning is None else ""


def _tree(whole: Want, singles: Sequence[Want]) -> Tree | None:
    """The tree that the levels of a list are of: the one that has them all, or most of them."""
    places = [next((i for i, each in enumerate(whole.items) if each.meaning == level), -1) for level in LEVELS]
    if places[0] < 0:
        return None
    pairs = {tuple(row[place] if place >= 0 else "" for place in places) for row in whole.rows}
    known = [(upper, lower) for upper, lower in pairs if stem(upper).strip("…. ")]
    if not known:
        return None
    known = [(upper, lower if stem(lower).strip("…. /") else "") for upper, lower in known]
    found, year = fitting(known) or _mostly(known), _year(singles)
    if not found:
        return None
    ordered = sorted(found, key=lambda profile: _in_force(profile, year))
    tree = Tree(ordered[0], len(found) > 1 or not all(ordered[0].holds(*pair) for pair in known))
    if tree.guessed:
        column = whole.items[places[0]]
        others = "、".join(profile.name for profile in ordered[1:])
        why = f"，也合{others}" if others else "，但不全合"
        column.doubts.append(f"指标体系猜是{tree.profile.name}（{tree.profile.id}）{why}：请核对 schema 里的 taxonomy")
    return tree


def _year(singles: Sequence[Want]) -> int:
    """The year of the tables, that of the newest; the first of all where none says."""
    texts = [text for want in singles if want.meaning == "year" for text in want.samples]
    return max((int(match[0]) for text in texts if (match := re.search(r"\d{4}", text))), default=0)


def _in_force(profile: Profile, year: int) -> tuple[bool, int]:
    """What trees are sorted by: the newest first that was there in a year; the oldest first where no year is known."""
    begun = profile.since or 9999
    return begun > (year or begun), -begun if year and begun <= year else begun


def _mostly(pairs: Sequence[tuple[str, str]]) -> list[Profile]:
    """The trees that have most of the levels."""
    counts = {profile: sum(profile.holds(*pair) for pair in pairs) for profile in profiles().values()}
    most = max(counts.values(), default=0)
    return [profile for profile, count in counts.items() if count == most] if most >= MOST * len(pairs) else []
