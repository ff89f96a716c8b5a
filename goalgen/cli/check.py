"""Edge floor: `goalgen check` and `goalgen fmt`."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from goalgen import bulk
from goalgen.cli import console, levels, manner, overview
from goalgen.cli.progress import watched
from goalgen.cli.report import Run, render
from goalgen.desk import files, skipped, specs
from goalgen.desk.collecting import in_one_go
from goalgen.desk.forms import Forms
from goalgen.desk.kept import Kept, Told
from goalgen.desk.lint import Lint, Looked, lost, plain, recalled
from goalgen.desk.reviewed import Reviewed
from goalgen.problem import Problem, Severity, Subject, blocking
from goalgen.rules import Choice
from goalgen.vocabulary import FORM_KEY

if TYPE_CHECKING:
    from goalgen.spec import Spec

CANNOT = 2
"""The exit code of what could not be done."""
REPAIRED = {"S112", "S113"}
"""What writing the file anew mends: a byte order mark, another encoding."""


def check_specs(args: Namespace) -> int:
    """Print every problem of every spec: what is no spec of its form, and what the rules say; fix what was asked for."""
    from goalgen.cli import from_stdin

    if from_stdin.is_asked(args):
        return from_stdin.check_stdin(args)
    forms, lint = Forms(), lint_of(args)
    documents, books, paths, code = _asked(args.paths)
    lint.across = len(books) + len(documents) > 1 and not args.since
    reviewed, refused = _reviewed(documents, args, lint, forms)
    code = max(code, refused)
    cells = not args.statistics and (args.cells or args.format != "text" or bool(documents))
    if args.fix or args.unsafe_fixes or args.diff:
        from goalgen.cli.fixes import fix_books  # which pays for the fixes

        code = max(code, fix_books(args, lint, books, forms))
    found, refused = _judged(books, args, lint, forms, cells)
    code = max(code, refused)
    copied = _copied(found, reviewed, lint, forms, cells) if lint.across else []
    if copied and args.annotate:
        from goalgen.cli.review import annotate_again  # which pays for reading

        code = max(code, annotate_again(documents, reviewed.problems, copied, args))
    problems = [*lint.folders.problems, *forms.faults, *found.problems, *reviewed.problems, *copied]
    problems = new_ones(problems, paths, args, lint, forms)
    unjudged = [*dict.fromkeys([*reviewed.unjudged, *found.unjudged])]
    count = sum(len(book.files) for book in books) + len(documents)
    run = Run(count, unjudged=unjudged, subjects=[*found.subjects, *reviewed.subjects], found=problems)
    tell(run, args, code == CANNOT, overview.gist(run) if len(documents) > 1 else "")
    console.tell_each(levels.by_file([path for path in documents if path.exists()], problems))
    return max(code, 0 if args.exit_zero else console.exit_code(problems))


def _judged(
    books: Sequence[specs.Book], args: Namespace, lint: Lint, forms: Forms, cells: bool
) -> tuple[Reviewed, int]:
    """What is wrong with each book, anew or as it is remembered, with cells and projects if asked for; 2 when one could not be read."""
    if lint.across:
        from goalgen.desk import copied  # which pays for the rules
    kept = Kept(
        "check", (repr(lint.select), repr(lint.ignore), repr(cells), repr(lint.across)), forms, lint.folders, args.force
    )
    known = {book: was for book in books if (was := kept.recall(book))}
    paths_of_all = [path for book in books if book not in known for path in book.files]
    jobs = bulk.jobs_for(len(paths_of_all), args.jobs)
    rows = bulk.spread(partial(lint.look, forms), paths_of_all, jobs)
    watching = watched(rows, len(paths_of_all), "检查", quiet=args.quiet, about=_about)

    @in_one_go()
    def judge(book: specs.Book) -> tuple[Reviewed, list[str]]:
        if book in known:
            console.detail(f"{book.place} 没有变，用上次的结果")
            was = known[book].became
            subjects = [Subject(*each) for each in was["subjects"]]
            owns = copied.recalled(was["owns"]) if lint.across else []
            return Reviewed(known[book].problems, subjects, recalled(was["unjudged"]), owns), []
        done = list(islice(watching, len(book.files)))
        looked = [each for one in done for each in ([lost(one.item, one.lost)] if one.lost else one.results)]
        loaded, found = lint.judge_files(book, looked, [one.refusal for one in done if one.refusal], forms)
        merged = specs.in_order(book, [*loaded.problems, *found])
        merged, subjects = placed_in(merged, loaded.specs, forms) if cells else (merged, [])
        lacking = lint.unjudged(book, loaded.specs, forms)
        owns = copied.owns_of(book, loaded.specs, lint, forms) if lint.across else []
        if not loaded.refusals:
            became = {"unjudged": plain(lacking), "subjects": subjects, "owns": [each.plain for each in owns]}
            kept.keep(book, Told(merged, became))
        return Reviewed(merged, subjects, lacking, owns), loaded.refusals

    whole, code = Reviewed(), 0
    for done in bulk.run(judge, books, lambda book: str(book.place)):
        for found, refusals in done.results:
            whole.add(found)
            code = max([code, *map(console.unable, refusals)])
        code = max(code, console.refused(done.refusal))
    return whole, code


def _copied(found: Reviewed, reviewed: Reviewed, lint: Lint, forms: Forms, cells: bool) -> list[Problem]:
    """What tables have of tables of other units, in other books and Word files."""
    from goalgen.desk import copied

    problems, opened = copied.copied([*found.owns, *reviewed.owns], lint, forms)
    return placed_in(problems, opened, forms)[0] if cells else problems


def _about(done: bulk.Done[Path, Looked]) -> str:
    """A file that was looked at, and its form."""
    forms = {str(each.spec.value.get(FORM_KEY, "")) for each in done.results if each.spec is not None} - {""}
    return f"{done.item}{''.join(f'（{name}）' for name in forms)}"


def _asked(given: Sequence[str]) -> tuple[list[Path], list[specs.Book], list[str], int]:
    """The Word files, the books, and the paths of these; and 2 when something of what was asked for cannot be looked into.

    A folder with Word files and no spec in it stands for those.
    """
    refusals: list[str] = []
    documents, paths = specs.split(given)
    for path in [each for each in paths if Path(each).is_dir()]:
        said: list[str] = []
        if inside := specs.documents_alone(Path(path), said):
            documents, refusals = [*dict.fromkeys([*documents, *inside])], [*refusals, *said]
            paths.remove(path)
    books = specs.books(paths) if paths or not documents else []
    console.tell_each(skipped.passed_over(paths or ([] if documents else [specs.ROOT])))
    console.tell_each(skipped.documents_passed_over([path for path in given if path not in paths]))
    console.tell_each(skipped.twins(documents, len(documents)))
    return documents, books, paths, max([0, *map(console.unable, refusals)])


def tell(run: Run, args: Namespace, unable: bool, gist: str) -> None:
    """Print what is asked for of the problems, and once for each form what could not be judged of its tables; sum them up."""
    found = levels.shown(run.found, levels.level_of(args), sort=args.format == "text")
    if args.statistics:
        found = found._replace(level=Severity.INFO)
        console.page(_statistics(run.found))
        for each in run.unjudged:
            console.tell(each.sentence)
    else:
        colour = args.format == "text" and manner.coloured()
        with in_one_go():
            text = render(args.format, found.problems, run._replace(colour=colour, level=found.level))
        if args.format == "text":
            console.page(text, painted=colour)
        else:
            console.data(text)
    more = f"、{gist}" if gist else ""
    console.tell(f"{levels.summary(run.files, found, more)}{'；有没检查成的，见上面' if unable else ''}")


def new_ones(problems: list[Problem], paths: Sequence[str], args: Namespace, lint: Lint, forms: Forms) -> list[Problem]:
    """The problems that were not there before, when only those are asked for."""
    if not args.since and not args.baseline:
        return problems
    from goalgen.desk import since  # which pays for git

    found = problems
    if args.since:
        found = since.new_ones(found, since.in_revision(args.since, paths, lint, forms), forms)
    if args.baseline and Path(args.baseline).exists():
        found = since.new_ones(found, since.in_baseline(Path(args.baseline)), forms)
    elif args.baseline:
        since.write_baseline(Path(args.baseline), problems, forms)
        console.tell(f"已把现有的 {len(problems)} 个问题记在 {args.baseline}：以后只报新的")
        return []
    if len(found) < len(problems):
        console.tell(f"另有 {len(problems) - len(found)} 个从前就有的问题，没有列出")
    return found


def lint_of(args: Namespace) -> Lint:
    """What the arguments ask for; a code that no rule has stops."""
    select, ignore = _codes(args.select), _codes(args.ignore)
    for code in Choice(select, ignore).unknown():
        raise files.Unable(f"没有 {code} 这条规则，也没有这一类：用 goalgen rule 查代码")
    return Lint(select or None, ignore, args.unsafe_fixes)


def _codes(given: Sequence[str]) -> tuple[str, ...]:
    return tuple(code.strip().upper() for text in given for code in text.replace("，", ",").split(",") if code.strip())


def _reviewed(documents: Sequence[Path], args: Namespace, lint: Lint, forms: Forms) -> tuple[Reviewed, int]:
    """The problems of Word files, their projects, and what could not be judged; 2 when one could not be read."""
    if not documents:
        if args.annotate:
            raise files.Unable("--annotate 要写明 Word 文件：goalgen check 上报.docx --annotate 批注.docx")
        return Reviewed(), 0
    from goalgen.cli.review import check_documents  # which pays for reading

    return check_documents(documents, args, lint, forms)


def placed_in(problems: list[Problem], loaded: Sequence[Spec], forms: Forms) -> tuple[list[Problem], list[Subject]]:
    """Problems of specs with their cells in Word, and with their projects, which are all there are."""
    if not problems and not loaded:
        return [], []
    from goalgen.desk.cells import placed  # which pays for the forms
    from goalgen.desk.subjects import named

    return named(placed(problems, loaded, forms) if problems else [], loaded, forms)


def _statistics(problems: Sequence[Problem]) -> str:
    """A line for each code: how often, and what it is."""
    from goalgen.rules import catalog
    from goalgen.rules.manual import FIXES, codes

    counts = Counter(problem.code for problem in problems)
    fixes = Counter(problem.code for problem in problems if problem.fix)
    rows = []
    for code, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        rule = catalog().get(code)
        flag = FIXES[rule.fix] if rule else FIXES["safe"]
        can = f"，{fixes[code]} 处可用 {flag} 修改" if fixes[code] else ""
        rows.append(f"{count:>5}  {code}  {codes()[code].name}{can}\n")
    return "".join(rows)


def fmt_specs(args: Namespace) -> int:
    """Put every spec into the canonical layout, or only list those that are not."""
    from goalgen.cli import from_stdin

    if from_stdin.is_asked(args):
        return from_stdin.fmt_stdin(args)
    forms = Forms()
    books = specs.books(args.paths)
    console.tell_each(skipped.passed_over(args.paths or [specs.ROOT]))
    paths = [path for book in books for path in book.files]
    code = max([0, *(console.unable(reason) for book in books for reason in book.refusals)])
    changed = 0

    def mend(path: Path) -> tuple[bool, list[Problem]]:
        text, problems = canonical(path, files.read(path, files.MOST_TEXT), forms)
        if text is not None and not args.check:
            files.write({path: text.encode()})
        return text is not None, problems

    for done in watched(bulk.run(mend, paths), len(paths), "整理", quiet=args.quiet):
        for to_change, problems in done.results:
            code = max(code, console.report(problems))
            if to_change:
                changed += 1
                (console.say if args.check else console.done)(str(done.item))
        code = max(code, console.refused(done.refusal))
    console.tell(f"共 {len(paths)} 个文件，{'要整理' if args.check else '整理了'} {changed} 个")
    return max(code, int(args.check and changed > 0))


def canonical(path: Path, data: bytes, forms: Forms) -> tuple[str | None, list[Problem]]:
    """A file's text as it should be, None when it is so or cannot be; and the problems that stay."""
    from goalgen.spec import decode

    source, problems = decode(str(path), data)
    problems = [problem for problem in problems if problem.code not in REPAIRED]
    text, found = specs.formatted(source, forms)
    unchanged = text is None or blocking(problems) or text.encode() == data
    return (None if unchanged else text), [*problems, *found]
