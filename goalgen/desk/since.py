"""Desk floor: which findings were there before: in a revision that git keeps, or in a list that was written down once.

Findings are the same when they are of the same project, field and rule and say the same, wherever in the file they stand: so a
repository with old faults is clean on the first day, and each new one shows.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from goalgen import bulk
from goalgen.desk import files, history, litter, specs
from goalgen.desk.forms import Forms
from goalgen.desk.lint import Lint
from goalgen.guard import Unable
from goalgen.problem import Problem
from goalgen.schema import identity
from goalgen.spec import decode, load

_LINES = re.compile(r"第 ?\d+(?:—\d+)? ?行")
_FORMAT = "goalgen-baseline-1"


class Key(NamedTuple):
    """What makes a finding the same finding."""

    project: str
    code: str
    field: str
    says: str


def keys(problems: Iterable[Problem], forms: Forms) -> list[Key]:
    """The findings by what makes them what they are, in their order."""
    names: dict[str, str] = {}
    found = []
    for problem in problems:
        file = problem.where.file
        if file not in names:
            names[file] = _project(Path(file), forms)
        field = " ".join(step for step in problem.where.path or () if isinstance(step, str))
        found.append(Key(names[file], problem.code, field, _LINES.sub("行", problem.message)))
    return found


def _project(path: Path, forms: Forms) -> str:
    """The project in a file by what names it; by its file where that cannot be told."""
    if path.suffix.lower() in specs.SUFFIXES and path.is_file():
        source, _ = decode(str(path), files.read(path, files.MOST_TEXT))
        spec, _ = load(source)
        schema = forms.schema_of(spec) if spec is not None else None
        said = [str(spec.value.get(key, "")) for key in identity(schema)] if spec and schema else []
        if any(said):
            return " ".join(said)
    return path.name


def new_ones(problems: Sequence[Problem], known: Counter[Key], forms: Forms) -> list[Problem]:
    """The findings that are not known; of several alike as many as there are more of than before."""
    left = known.copy()
    found = []
    for problem, key in zip(problems, keys(problems, forms), strict=True):
        if left[key] > 0:
            left[key] -= 1
        else:
            found.append(problem)
    return found


def in_revision(revision: str, paths: Sequence[str], lint: Lint, forms: Forms) -> Counter[Key]:
    """The findings that a revision has at these paths, by today's rules and settings. Raises Unable for what is no revision."""
    if history.revision_of(revision) is None:
        raise Unable(f"--since 要写 git 的一个版本，没有 {revision} 这个版本")
    with litter.folder() as folder:
        places: dict[Path, Path] = {}
        for path in paths or [specs.ROOT]:
            try:
                kept = history.files_in(revision, path)
            except Unable:
                continue  # there was nothing yet
            for each in kept:
                if PurePosixPath(each.path).suffix.lower() in specs.SUFFIXES:
                    place = folder / each.path
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(each.read(files.MOST_TEXT))
                    places[place.parent] = each.root / each.path.parent
        return _judged(folder, places, lint, forms)


def _judged(folder: Path, places: Mapping[Path, Path], lint: Lint, forms: Forms) -> Counter[Key]:
    found: Counter[Key] = Counter()
    for here, there in places.items():
        lint.folders.take(here, there)
    for book in specs.books([str(folder)]) if places else []:
        done = list(bulk.run(lambda path: lint.look(forms, path), book.files))
        looked = [each for one in done for each in one.results]
        loaded, problems = lint.judge_files(book, looked, [one.refusal for one in done if one.refusal], forms)
        told = [*loaded.problems, *problems]
        plain = [key._replace(says=key.says.replace(f"{folder}/", "")) for key in keys(told, forms)]
        found.update(plain)
    return found


def in_baseline(path: Path) -> Counter[Key]:
    """The findings that were written down. Raises Unable for a file that holds something else."""
    try:
        data = json.loads(files.read(path, files.MOST_TEXT))
        if not isinstance(data, dict) or data.get("format") != _FORMAT:
            raise ValueError
        return Counter(Key(*map(str, each)) for each in data["findings"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Unable(f"{path} 不是 --baseline 写的文件：请删去它，重新写一份") from error


def write_baseline(path: Path, problems: Sequence[Problem], forms: Forms) -> None:
    """Write findings down."""
    text = json.dumps({"format": _FORMAT, "findings": keys(problems, forms)}, ensure_ascii=False, indent=1)
    files.write({path: f"{text}\n".encode("utf-8", "surrogatepass")})
