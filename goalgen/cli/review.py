"""Edge floor: `goalgen check FILE.docx`: what is wrong with Word files, printed or as comments in a copy."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from goalgen import bulk
from goalgen.cli import console, levels
from goalgen.cli.progress import watched
from goalgen.codes import WORDS
from goalgen.desk import collecting, convert, documents, files
from goalgen.desk.forms import Forms
from goalgen.desk.limits import limits_here
from goalgen.desk.lint import Lint
from goalgen.desk.review import review
from goalgen.desk.reviewed import Reviewed
from goalgen.desk.specs import WORD
from goalgen.docx import Veil
from goalgen.ledger import AUTHOR
from goalgen.problem import Problem, Severity, blocking
from goalgen.verbs.annotate import annotate
from goalgen.verbs.read import read

MAX_NOTES = 5000
"""How many comments are written: nobody reads more, and Word takes long to open them."""
COMMENTED = "R406"
"""That there are comments is not to be told in a comment."""


@limits_here()
def check_documents(paths: Sequence[Path], args: Namespace, lint: Lint, forms: Forms) -> tuple[Reviewed, int]:
    """What is wrong with all Word files, with `--annotate` put into copies as well; 2 when one could not be read."""
    if args.fix or args.unsafe_fixes or args.diff:
        raise files.Unable(f"{paths[0]} 是 Word 文件，不能直接改：先 goalgen read {paths[0]}，再改规格")
    copies = _copies(paths, args.annotate) if args.annotate else {}
    for path, out in copies.items():
        _refuse(path, out)
    whole = Reviewed([*forms.usable()[1]])
    code = 0

    look = partial(looked, lint, forms, bool(args.annotate))
    rows = bulk.spread(look, paths, bulk.jobs_for(len(paths), args.jobs))
    for done in watched(rows, len(paths), "检查", quiet=args.quiet):
        lost = [Look(b"", Reviewed([*documents.lost(done.item, done.lost).problems]))] if done.lost else []
        for data, found in lost or done.results:
            whole.add(found)
            if args.annotate:
                level = levels.level_of(args)
                code = max(code, _annotated(data, done.item, copies[done.item], found.problems, level))
        code = max(code, console.refused(done.refusal))
    return whole, code


class Look(NamedTuple):
    """A Word file: its bytes if it is to be annotated, and what was found."""

    data: bytes
    found: Reviewed


@limits_here()
def looked(lint: Lint, forms: Forms, annotated: bool, path: Path) -> Look:
    """Look at one Word file."""
    data, found = convert.docx_of(path)
    if blocking(found):
        return Look(data if annotated else b"", Reviewed(found))
    with collecting.in_one_go():
        reading = read(data, str(path), forms.usable()[0])
    reviewed = review(path, reading, lint, forms)
    return Look(data if annotated else b"", replace(reviewed, problems=[*found, *reviewed.problems]))


def _copies(paths: Sequence[Path], out: str) -> dict[Path, Path]:
    """Where the annotated copy of each document goes: to the file that is named, for several into a folder, below it as they are."""
    folder = Path(out)
    if len(paths) == 1 and not folder.is_dir() and not out.endswith(("/", "\\")):
        return {paths[0]: folder}
    if folder.suffix.lower() in WORD:
        raise files.Unable(
            f"有 {len(paths)} 个 Word 文件，--annotate 要写一个文件夹，每个文件在里面各有一个副本，不能是 {out}"
        )
    above = Path(os.path.commonpath([path.absolute().parent for path in paths]))
    places = {path: folder / path.absolute().relative_to(above) for path in paths}
    return {
        path: at if at.suffix.lower() in (".docm", ".dotx") else at.with_suffix(".docx") for path, at in places.items()
    }


def _refuse(path: Path, out: Path) -> None:
    """Stop where a copy cannot be written: over the document, or under a name that Word would not open it by."""
    if out.exists() and out.samefile(path):
        raise files.Unable(f"--annotate 要写到另一个文件，不能是 {path} 自己")
    suffix = path.suffix.lower() if path.suffix.lower() in (".docm", ".dotx") else ".docx"
    if out.suffix.lower() != suffix:
        raise files.Unable(f"--annotate 的文件名要以 {suffix} 结尾，不能是 {out}")


def annotate_again(paths: Sequence[Path], found: Sequence[Problem], more: Sequence[Problem], args: Namespace) -> int:
    """Write those copies anew of whose documents more was found when all were known; 2 when one cannot be."""
    code = 0
    for path, out in _copies(paths, args.annotate).items():
        if new := [problem for problem in more if problem.where.file == str(path)]:
            data, _ = convert.docx_of(path)
            problems = [*(problem for problem in found if problem.where.file == str(path)), *new]
            code = max(code, _annotated(data, path, out, problems, levels.level_of(args), "和别的文件比过，又写"))
    return code


def _annotated(
    data: bytes, path: Path, out: Path, problems: Sequence[Problem], level: Severity, wrote: str = "已写"
) -> int:
    """Write a copy of the document with a comment at each finding; 2 when that cannot be."""
    worth = [problem for problem in levels.shown(problems, level).problems if problem.code != COMMENTED]
    noted = worth[:MAX_NOTES]

    def write(path: Path) -> bool:
        annotated = annotate(data, str(path), [(problem.where.cell, comment(problem)) for problem in noted])
        if untold := [each for each in annotated.problems if annotated.data is None and each not in noted]:
            raise files.Unable(f"没有写批注：{path} {untold[0].message}")
        if annotated.data is not None:
            keep_remarks(out, path)
        files.write({} if annotated.data is None else {out: annotated.data})
        return annotated.data is not None

    (done,) = bulk.run(write, [path])
    if any(done.results):  # one that cannot be opened has been told of already
        left = f"，还有 {len(worth) - len(noted)} 个问题没有写进去，见上面" if worth[MAX_NOTES:] else ""
        console.tell(f"{wrote} {out}：{len(noted)} 个问题写成批注{left}")
    return console.refused(done.refusal)


def keep_remarks(out: Path, document: Path) -> None:
    """Stop where the copy of an earlier run has got remarks since: they would go with it."""
    if not out.exists():
        return
    remarks = [one for one in _remarks(out) if one not in _remarks(document)]
    if remarks:
        by, text = remarks[0]
        said = f"{by}：{text}" if by else text
        raise files.Unable(
            f"{out} 里有后加的批注 {len(remarks)} 条（{said[:40]}），覆盖就没有了，没有写：请换一个名字，或先用 goalgen show {out} --comments 收好再删去它"
        )


def _remarks(path: Path) -> list[tuple[str, str]]:
    """What people remark in a Word file, each with its author; ours, which every run writes anew, are none."""
    hidden = read(convert.docx_of(path)[0], str(path), []).ledger.hidden
    return [
        (one.author, " ".join(one.text.split())) for one in hidden if one.veil is Veil.COMMENT and one.author != AUTHOR
    ]


def comment(problem: Problem) -> str:
    """A problem as the text of a comment."""
    weight = "" if problem.severity is Severity.ERROR else f"（{WORDS[problem.severity]}）"
    return f"{problem.code} {problem.message}{weight}"
