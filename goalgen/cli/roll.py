"""Edge floor: `goalgen roll`. New files only; what went where, what is empty and what had no place is printed."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from goalgen import bulk
from goalgen.cli import console
from goalgen.cli.given import given_of, refuse_unfit, refuse_unknown, why_unfit
from goalgen.desk import files, overwriting, skipped, specs
from goalgen.desk.forms import Forms
from goalgen.problem import Problem
from goalgen.schema import Schema, file_name
from goalgen.spec import Spec, load
from goalgen.text import Source
from goalgen.verbs.roll import Rolled, roll_form, roll_year
from goalgen.vocabulary import TO_FILL


def roll_specs(args: Namespace) -> int:
    """Carry specs to another form or year; nothing is written when one file would be written over."""
    forms = Forms()
    to_year = re.fullmatch(r"\d{4}", args.to) is not None and args.to not in forms.names
    to = args.to if to_year else forms.known(args.to)
    target = None if to_year else forms.needed(to)
    given = given_of(args.set)
    refuse_unknown(given, [target] if target else [])
    refuse_unfit(given, [target] if target else [])
    refused: dict[str, None] = {}
    books = specs.books(args.paths)
    console.tell_each(skipped.passed_over(args.paths or [specs.ROOT]))
    written: dict[Path, bytes] = {}
    accounts: list[tuple[Path, Path, Rolled]] = []
    code = max([0, *(console.unable(reason) for book in books for reason in book.refusals)])

    def carry(path: Path) -> tuple[list[Problem], str, Rolled | None]:
        spec, problems = specs.load_file(path, forms)
        schema = forms.schema_of(spec) if spec is not None else None
        if spec is None or schema is None:
            return problems, "", None
        if reason := why_unfit(given, [target or schema]):
            refused[reason] = None
        if target is None:
            rolled = roll_year(spec, schema, to, given, change=args.years, keep=args.keep_amounts)
        else:
            rolled = roll_form(spec, schema, target, to, given, change=args.years, keep=args.keep_amounts)
        return problems, _name(rolled, target or schema, spec), rolled

    several = sum(bool(book.files) for book in books) > 1
    for book in books:
        folder = Path(args.out or to) / (book.name if several and not book.single else "")
        done: list[tuple[Path, str, Rolled]] = []
        for turn in bulk.run(carry, book.files):
            for problems, name, rolled in turn.results:
                code = max(code, console.report(problems))
                done += [(turn.item, name, rolled)] if rolled is not None else []
            code = max(code, console.refused(turn.refusal))
        names = specs.distinct(name for _, name, _ in done)
        for (path, _, rolled), name in zip(done, names, strict=True):
            new = folder / f"{name}.yaml"
            written[new] = rolled.text.encode()
            accounts.append((path, new, rolled))
    if refused:
        raise files.Unable(next(iter(refused)))
    _write(written, force=args.force)
    return max([code, *(_print(*account) for account in accounts), _sum_up(accounts, args.out or to)])


def _sum_up(accounts: Sequence[tuple[Path, Path, Rolled]], where: str) -> int:
    """What became of several, all together."""
    if len(accounts) > 1:
        left = sum(rolled.text.count(TO_FILL) for _, _, rolled in accounts)
        console.tell(f"共转 {len(accounts)} 份，写到 {where}{f'；{TO_FILL} {left} 处' if left else ''}")
    return 0


def _name(rolled: Rolled, schema: Schema, spec: Spec) -> str:
    value, _ = load(Source("", rolled.text))
    return file_name(schema, value.value if value else spec.value)


def _write(written: dict[Path, bytes], *, force: bool) -> None:
    there = [str(path) for path in written if path.exists()]
    if there and not force:
        more = f"等 {len(there)} 个文件" if len(there) > 1 else ""
        warning = f"；覆盖会丢掉 {lost}" if (lost := _lost(written)) else ""
        raise files.Unable(f"已有 {there[0]}{more}，一个也没有写：请用 -o 另选文件夹，要覆盖就加 --force{warning}")
    lost = _lost(written)
    files.write(written)
    if lost:
        console.say(f"覆盖丢掉了 {lost}")


def _lost(written: dict[Path, bytes]) -> str:
    """The comments of the files that are there, and would go."""
    there = [(path, data.decode()) for path, data in written.items() if path.exists()]
    return overwriting.told([comment for path, text in there for comment in overwriting.lost(path, text)])


def _print(old: Path, new: Path, rolled: Rolled) -> int:
    """The account of one spec."""
    console.done(f"{old} → {new}")
    renamed = [move for move in rolled.moves if _last(move.old) != _last(move.new)]
    if rolled.moves:
        other = "；其中改了名：" + "、".join(f"{_last(m.old)} → {_last(m.new)}" for m in renamed) if renamed else ""
        console.done(f"  带过去 {len(rolled.moves)} 项{other}")
    return console.report(sorted(rolled.problems, key=lambda problem: problem.where.position))


def _last(said: str) -> str:
    return said.rsplit(" ", 1)[-1]
