"""Verbs floor: specs become a Word file, or a reason why not.

Law L1: `read(build(s)) == s`. Each document is read back before it is given out, and refused when it reads differently;
so building can refuse, and can never be silently wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import TemplateError

from goalgen import codes
from goalgen.docx import write_package
from goalgen.docx.limits import MOST_TIMES, in_times
from goalgen.embedded import embed
from goalgen.fingerprint import stamped
from goalgen.form import Form
from goalgen.form.expression import reason_of
from goalgen.form.fit import misfits
from goalgen.paths import Index, SpecPath, spoken, walk
from goalgen.problem import Problem, Where, where
from goalgen.verbs.read import Reading, read
from goalgen.vocabulary import FORM_KEY, TO_FILL

if TYPE_CHECKING:
    from goalgen.spec import Spec


class Built(NamedTuple):
    """A .docx, or None with the problems that stand in its way."""

    data: bytes | None
    problems: list[Problem]


def build(specs: Sequence[Spec], form: Form, key: bytes | None = None) -> Built:
    """One book of the given specs, in the given order, read back and compared.

    With the repository's `key` each table carries the fingerprint of its spec, and the document the seal of all its parts.
    """
    problems = [problem for spec in specs for problem in misfits_of(spec, form)]
    if problems or not specs:
        return Built(None, problems)
    values = [spec.value for spec in specs]
    try:
        document = form.renderer.document(values)
    except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
        return Built(None, [not_computed(specs[0], error)])
    parts = {**form.template.parts, form.template.main: document}
    carried = [{key: value[key] for key in form.unprinted if key in value} for value in values]
    parts = embed(parts, form.template.main, form.name, carried)
    data = write_package(parts if key is None else stamped(parts, values, carried, key))
    with in_times(MOST_TIMES):  # it is our own, however large
        problems = _compare(specs, read(data, specs[0].source.name, [form]))
    return Built(None if problems else data, problems)


def misfits_of(spec: Spec, form: Form) -> list[Problem]:
    """What of a spec can neither be printed nor carried, or is not yet written."""
    named = spec.value.get(FORM_KEY)
    if named != form.name:
        message = f"表样是「{named}」，不能用「{form.name}」的模板"
        return [Problem("B102", _place(spec, (FORM_KEY,)), message)]
    strangers = [key for key in spec.value if key not in form.schema["properties"]]
    found = [
        Problem("B103", _place(spec, (key,)), f"表样 {form.name} 没有「{key}」这一项，印不出来，也带不走")
        for key in strangers
    ]
    unwritten = [path for path, text in walk(spec.value) if isinstance(text, str) and TO_FILL in text]
    for path in unwritten:
        found.append(Problem("B105", spec.where(path), f"「{spoken(path)}」还是{TO_FILL}：请换成内容"))
    for path, message in misfits(form.pattern, spec.value):
        if path in unwritten:
            continue
        found.append(Problem("B104", _place(spec, path), f"「{spoken(path)}」{message}"))
    return found


def _place(spec: Spec, path: SpecPath) -> Where:
    while path and path not in spec.values:
        path = path[:-1]
    return spec.where(path)


def _compare(specs: Sequence[Spec], reading: Reading) -> list[Problem]:
    """Where what was read back differs from what was built. The first difference of each spec says enough."""
    refused = [problem for problem in reading.problems if codes.is_of(problem, codes.OPENING)]
    if refused:
        return [does_not_open(specs[0].source.name, refused[0])]
    if len(reading.specs) != len(specs):
        others = [spec for spec, back in zip(specs, reading.specs, strict=False) if spec.value != back.value]
        blamed = others[0] if others else specs[min(len(reading.specs), len(specs) - 1)]
        return [too_many_or_few(blamed, len(specs), len(reading.specs))]
    return [
        problem
        for spec, back in zip(specs, reading.specs, strict=True)
        if spec.value != back.value
        for problem in differing(spec, back.value)
    ]


def not_computed(spec: Spec, error: Exception) -> Problem:
    """That the template does not take the values, the first of which is told."""
    message = f"模板里的算式算不出来：{reason_of(error)}；请检查模板和这些值"
    return Problem("B101", where(spec.source), message)


def does_not_open(name: str, why: Problem) -> Problem:
    """That what was written cannot be read at all, for which no spec is to blame."""
    return Problem("B201", Where(name), f"写出来的 Word 打不开：{why.message}")


def too_many_or_few(blamed: Spec, written: int, read: int) -> Problem:
    """That other tables were read than written; the spec is the first that is not where it was."""
    message = f"写了{written}张表，读回{read}张；有的栏位里的文字看起来像表头，请改写"
    return Problem("B201", where(blamed.source), message)


def differing(spec: Spec, back: Mapping[str, Any]) -> list[Problem]:
    """How a spec differs from what was read back; nothing when it does not."""
    if spec.value == back:
        return []
    path, written, got = _difference(spec.value, back, ())
    message = f"「{spoken(path)}」写进 Word 后读回来会不一样：写的是{_quote(written)}，读回是{_quote(got)}"
    return [Problem("B201", _place(spec, path), message + _advice(written, got))]


def _difference(one: Any, two: Any, path: SpecPath) -> tuple[SpecPath, Any, Any]:  # noqa: ANN401 - specs' values
    """The first place where two different values differ, with what stands there."""
    if isinstance(one, dict) and isinstance(two, dict):
        key = next(key for key in [*one, *two] if key not in one or key not in two or one[key] != two[key])
        if key in one and key in two:
            return _difference(one[key], two[key], (*path, key))
        return (*path, key), one.get(key), two.get(key)
    if isinstance(one, list) and isinstance(two, list) and one and two:
        for index, (left, right) in enumerate(zip(one, two, strict=False)):
            if left != right:
                return _difference(left, right, (*path, Index(index)))
    return path, one, two


def _quote(value: object) -> str:
    if isinstance(value, str):
        visible = value.replace("\n", "⏎").replace("\v", "↵").replace("\t", "⇥")
        return f"「{visible[:60]}{'…' if len(visible) > 60 else ''}」"
    if isinstance(value, list):
        return f"{len(value)}条"
    return "没有" if value is None else "另一些栏位"


def _advice(written: object, got: object) -> str:
    if isinstance(written, list) and isinstance(got, list):
        return "；有的条整条空白，或和表头一样，读的时候会当作空行或表头，请删改"
    if isinstance(written, str) and "\n" in written:
        return "；请去掉其中的换行，或分成几条写"
    if written in ("", []) and got is None:
        return "；空的请整行删去"
    return ""
