"""Edge floor: what `goalgen init --from` made of an archive and what it leaves to a person, as a page of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from goalgen.cli.console import harmless, problem_line
from goalgen.desk.drafting import Drafted
from goalgen.desk.intake import NO_UNIT, NO_YEAR
from goalgen.desk.shelving import State
from goalgen.desk.taken import Draft
from goalgen.desk.taking import Row, Taking
from goalgen.desk.trying import Tried
from goalgen.form.doubts import MARK, unconfirmed
from goalgen.shell import drafting, typed

NAME = "init-报告"
_ERRORS = 20
"""So many errors of a book are listed."""
_FILES = 5
"""So many files are named of those that are alike."""


class Outcome(NamedTuple):
    """A run, the books that there are now, and where the documents were."""

    taking: Taking
    books: Sequence[Tried]
    source: str


def page(outcome: Outcome) -> str:
    """The whole page; the same documents in the same folder give the same text."""
    lines = [
        f"# 从旧 Word 文件到仓库：{harmless(outcome.source)}",
        "",
        "这一页是 `goalgen init --from` 写的，再运行就重写（您改过就另写一页）。照下面做完，再运行一次同样的命令，它接着做。",
        *_section("一共", _counts(outcome)),
        *_section("册", _books(outcome.books)),
        *_section("起草的表样，请核对", _forms(outcome)),
        *_section("没有起草表样的版式", _left(outcome.taking.left)),
        *_section("没有读成的文件", _refused(outcome.taking)),
        *_section("接近已知的表样，没有读", _near(outcome.taking.rows.values())),
        *_section("读了，请看一眼", _to_look_at(outcome.taking.rows.values())),
        *_section("几份文件里是同一张表", _twins(outcome.taking.rows.values())),
        *_section("没有动的规格", _untouched(outcome.taking.rows.values())),
        *_section("不知道是哪个单位、哪一年的", _unclear(outcome.taking.rows.values())),
        *_section("年度是照文件名、文件夹名写的", _guessed(outcome.taking.rows.values())),
        *_section("表样有毛病，没有用", (f"- {_cell(problem_line(each))}" for each in outcome.taking.faults)),
        *_section("检查出的错误（连同警告：`goalgen check`）", _errors(outcome.books)),
    ]
    return "\n".join([*lines, ""])


def _section(title: str, lines: Iterator[str] | Sequence[str]) -> list[str]:
    found = [*lines]
    return ["", f"## {title}", "", *found] if found else []


def _cell(text: str) -> str:
    """A text that stays in its cell or its point."""
    return harmless(" ".join(text.split())).replace("|", "\\|")


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    if rows:
        yield f"| {' | '.join(head)} |"
        yield f"|{'---|' * len(head)}"
        yield from (f"| {' | '.join(_cell(str(each)) for each in row)} |" for row in rows)


def counts(outcome: Outcome) -> Mapping[str, int]:
    """The run in numbers."""
    rows = [*outcome.taking.rows.values()]
    states = [state for row in rows for state, _, _ in row.placed]
    return {
        "Word 文件": len(rows),
        "读全了": sum(_is_read(row) for row in rows),
        "读了，有要看一眼的": sum(bool(row.placed) and not _is_read(row) for row in rows),
        "没有读": sum(not row.placed for row in rows),
        "读出的表": len(states),
        **{state.value: states.count(state) for state in State if state in states},
        "这次起草的表样": len(outcome.taking.drafted),
    }


def _is_read(row: Row) -> bool:
    return bool(row.placed) and not row.problems and not row.near


def _counts(outcome: Outcome) -> Iterator[str]:
    return _table(("", "个"), [(name, count) for name, count in counts(outcome).items() if count])


def _books(books: Sequence[Tried]) -> Iterator[str]:
    rows = [
        (
            f"`{book.place}`",
            "、".join(book.forms),
            book.specs,
            len(book.errors),
            book.warnings,
            "能" if book.builds else "还不能，见下面的错误",
        )
        for book in books
    ]
    return _table(("文件夹", "表样", "规格", "错误", "警告", "能不能生成"), rows)


def _forms(outcome: Outcome) -> Iterator[str]:
    for name, draft in drafts(outcome).items():
        faults = f"，{len(draft.faults)} 处不同" if draft.faults else ""
        proof = f"读出再生成，{draft.same} 处相同{faults}"
        yield f"### {name}"
        yield ""
        yield f"- 标题「{_cell(draft.title)}」，照 {_named(draft.files)} 起草：{draft.fields} 个栏位；{proof}"
        yield f"- 模板 `templates/{name}.docx`，schema `schemas/{name}.schema.json`：名称不合适就在两处一起改"
        reasons: dict[str, list[str]] = {}
        for doubt in draft.doubts:
            reasons.setdefault(doubt.reason, []).append(f"{doubt.cell}「{doubt.title}」")
        for reason, places in reasons.items():
            more = f" 等 {len(places)} 处" if len(places) > _FILES else ""
            yield f"- 没有把握：{_cell('、'.join(places[:_FILES]))}{more}：{_cell(reason)}"
        if draft.doubts:
            yield f"- 核对过的，在 schema 里去掉它的 title 末尾的「{MARK}」，再运行一次就不再列出"
        yield from (f"- {_cell(fault)}" for fault in draft.faults)
        yield ""


def drafts(outcome: Outcome) -> Mapping[str, Draft]:
    """The forms that were drafted in this run or before and are there, each with the doubts that nobody has settled yet."""
    forms = outcome.taking.forms
    found = {}
    for name, draft in outcome.taking.record.drafts.items():
        schema = forms.schema(name)
        if schema is not None:
            open_ones = unconfirmed(schema)
            found[name] = replace(draft, doubts=[doubt for doubt in draft.doubts if doubt.title in open_ones])
    return found


def _left(left: Sequence[Drafted]) -> Iterator[str]:
    for each in left:
        yield f"- {_named(each.files)}：{_cell(each.refusal)}。要起草：`{drafting(each.files[:_FILES])}`"


def _named(files: Sequence[str]) -> str:
    named = "、".join(_cell(name) for name in files[:_FILES])
    return f"{named} 等 {len(files)} 个文件" if len(files) > _FILES else named


def _refused(taking: Taking) -> Iterator[str]:
    """The documents of which nothing came, but for those that are told of with their layout, or with the form that they are like."""
    told = {name for each in taking.left for name in each.files}
    for row in taking.rows.values():
        if not row.placed and not row.near and row.name not in told:
            yield f"- {_cell(row.name)}：{_cell(row.reason)}"


def _near(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        for near in row.near:
            yield f"- {_cell(row.name)} {near.cell}：像「{near.form}」，{_cell(near.departure)}"
        if row.near and not row.placed:
            yield f"  - 是笔误，就在 Word 里改好；单是一种版式，就起草：`{drafting([row.name])}`"


def _to_look_at(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        if row.placed:
            yield from (f"- {_cell(problem_line(problem))}" for problem in row.problems)


def _twins(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        others = [other for state, _, other in row.placed if state is State.TWIN]
        for other in dict.fromkeys(others):
            yield f"- {_cell(row.name)} 有 {others.count(other)} 张表和 {_cell(other)} 的相同，没有另写"


def _untouched(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        for state, path, _ in row.placed:
            if state is State.EDITED:
                yield f"- `{path}` 有人改过，Word 里的也和上次读的不同：取 Word 里的用 `goalgen pull {typed(row.name, path)}`"
            if state is State.GONE:
                yield f"- `{path}` 已不在（改了名，或删了）；要重读：`goalgen read {typed(row.name)} -o 文件夹`"


def _unclear(rows: Iterable[Row]) -> Iterator[str]:
    found = {
        none: [row.name for row in rows if any(none in Path(path).parts for _, path, _ in row.placed)]
        for none in (NO_YEAR, NO_UNIT)
    }
    if names := found[NO_YEAR]:
        yield f"- 年度（{len(names)} 个文件）：{_named(names)}。把它们放进写着年度的文件夹（如 2023），或加上 `--set 年度=2023`，再运行一次"
    if names := found[NO_UNIT]:
        yield f"- 单位（{len(names)} 个文件）：{_named(names)}。请把 specs/{NO_UNIT} 里的移到 specs/单位/年度"


def _guessed(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        if row.guessed:
            yield f"- {_cell(row.name)}：{row.guessed}"


def _errors(books: Sequence[Tried]) -> Iterator[str]:
    for book in books:
        for problem in book.errors[:_ERRORS]:
            yield f"- {_cell(problem_line(problem))}"
        if len(book.errors) > _ERRORS:
            yield f"- `{book.place}` 另有 {len(book.errors) - _ERRORS} 个：`goalgen check {typed(book.place)}`"


def is_clean(outcome: Outcome) -> bool:
    """Whether nothing is left to a person but warnings."""
    rows = outcome.taking.rows.values()
    return not (
        any(not _is_read(row) for row in rows)
        or any(each.doubts or each.faults for each in drafts(outcome).values())
        or any(not book.builds for book in outcome.books)
        or outcome.taking.faults
    )
