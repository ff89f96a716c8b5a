"""Desk floor: one version of a spec, in a YAML file or as a table of a Word file, for whoever joins versions."""

from __future__ import annotations

from pathlib import Path

from goalgen.desk import documents, files, specs
from goalgen.desk.forms import Forms
from goalgen.docx import Row
from goalgen.guard import Unable
from goalgen.problem import Problem, Severity
from goalgen.projects import same_projects
from goalgen.spec import Spec, decode, dump, load
from goalgen.text import Source


def version(path: Path, forms: Forms, like: Spec | None = None) -> tuple[Spec | None, list[Problem]]:
    """The spec in a file, and why there is none. Of a Word file the table of the project that is `like` another version; what it
    does not print is as there. An empty file is a version without anything: so git says that there was none. What is not UTF-8
    cannot be written as it was, and is none."""
    if path.suffix.lower() in specs.WORD:
        return in_word(path, forms, like)[0], []
    source, problems = decode(str(path), files.read(path, files.MOST_TEXT))
    if not source.text.strip():
        return Spec({}, source), []
    spec, found = load(source)
    worst = [each for each in [*problems, *found] if each.severity is Severity.ERROR]
    return (None if any(each.severity is Severity.ERROR for each in problems) else spec), worst


def in_word(path: Path, forms: Forms, like: Spec | None) -> tuple[Spec, int]:
    """The spec that a table of a Word file says, of the project that is `like` another version, and which table it is."""
    usable, _ = forms.usable()
    reading = documents.read_document(documents.Document(path), usable)
    if not reading.specs:
        raise Unable(f"{path} 里没有读到表" + "".join(f"：{each.message}" for each in reading.problems[:1]))
    found = list(reading.specs)
    if len(found) > 1:
        wanted = [] if like is None else [like.value]
        values = [each.value for each in found]
        pairs = same_projects(values, wanted, found[0].form.schema) if wanted else {}
        if not pairs:
            raise Unable(f"{path} 里有 {len(found)} 张表，不知道是哪一张：请先 goalgen read 读成规格，再合并那一份")
        found = [found[pairs[0]]]
    one = found[0]
    unseen = {} if like is None else {key: like.value[key] for key in one.form.unprinted if key in like.value}
    value = {**unseen, **one.value}
    spec, _ = load(Source(str(path), dump(value, one.form.schema)))
    if spec is None:
        raise Unable(f"{path} 读出的内容写不成规格")
    tables = [found.block.table for found in one.occurrence.found if isinstance(found.block, Row)]
    return spec, min(tables, default=0)
