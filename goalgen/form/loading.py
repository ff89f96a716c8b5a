"""Form floor: forms from their files: remembered where the same files were proven before, else made and tried out.

Nothing but a form without a fault is remembered: what is wrong with one is told anew, with the names of its files.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from goalgen.form.catalog import FormFiles, contents, schema_data, schema_in
from goalgen.form.form import Form
from goalgen.form.proven import form_of, plain
from goalgen.form.soundness import MAX_UNPACKED
from goalgen.guard import Unable
from goalgen.memory import FORGETFUL, Memory, Unlike
from goalgen.problem import Problem, Where
from goalgen.schema import Schema, schema_problems

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from goalgen.form.template import Template


def load_form(files: FormFiles, memory: Memory = FORGETFUL) -> tuple[Form | None, list[Problem]]:
    """Load a form; when it cannot be built and read, the problems say why."""
    data, problems = schema_data(files)
    return (None, problems) if data is None else _layout(files, files.template, data, memory)


def load_layouts(files: FormFiles, memory: Memory = FORGETFUL) -> tuple[list[Form], list[Problem]]:
    """All layouts of a form that can be read: its own, then its variants; and what is wrong with the others."""
    data, problems = schema_data(files)
    schema, problems = (None, problems) if data is None else schema_in(data, str(files.schema), memory)
    if data is None or schema is None:
        return [], problems
    loaded = [_layout(files, template, data, memory) for template in (files.template, *files.variants)]
    return [form for form, _ in loaded if form], [problem for _, found in loaded for problem in found]


def make_form(
    name: str, data: bytes, schema: Schema, file: str, variant: str = "", allowed: Collection[str] = ()
) -> tuple[Form | None, list[Problem]]:
    """A form from the bytes of its template and any schema; `file` names the template in problems."""
    from goalgen.form.making import made

    problems = schema_problems(schema, file)
    return (None, problems) if problems else made(name, data, schema, file, variant, allowed)


class _Files(NamedTuple):
    """All that a form is made from, and what its files are called in problems."""

    name: str
    variant: str
    template: bytes
    schema: bytes
    allowed: tuple[str, ...]
    template_file: str
    schema_file: str

    @property
    def made_from(self) -> tuple[bytes, ...]:
        """What decides how the form turns out."""
        return self.template, self.schema, *(text.encode() for text in (self.name, self.variant, *self.allowed))


def _layout(
    files: FormFiles, template: Traversable, schema: bytes, memory: Memory
) -> tuple[Form | None, list[Problem]]:
    data, fault = contents(template, MAX_UNPACKED)
    if data is None:
        return None, [Problem("F101", Where(str(template)), f"模板读不出来：{fault}")]
    variant = template.name.removesuffix(".docx").removeprefix(files.name).lstrip(".")
    read = _Files(files.name, variant, data, schema, files.allowed, str(template), str(files.schema))
    form, problems = _loaded(read, memory)
    return form, [*problems]


@lru_cache(maxsize=256)
def _loaded(files: _Files, memory: Memory) -> tuple[Form | None, Sequence[Problem]]:
    """The form of these files; in one process they are one form."""
    schema, problems = schema_in(files.schema, files.schema_file, memory)
    if schema is None:
        return None, problems
    with suppress(Unlike):
        kept = memory.recall("form", *files.made_from)
        return form_of(kept, files.name, schema, files.variant, lambda: _template(files, memory)), ()
    from goalgen.form.making import made  # which pays for docxtpl and Jinja
    from goalgen.form.template import plain_template

    form, problems = made(files.name, files.template, schema, files.template_file, files.variant, files.allowed)
    if form is not None:
        memory.keep("form", plain(form), *files.made_from)
        memory.keep("template", plain_template(form.template), *files.made_from)
    return form, problems


def _template(files: _Files, memory: Memory) -> Template:
    """The template of a form that is proven."""
    from goalgen.form.template import read_template, template_of

    with suppress(Unlike):
        return template_of(memory.recall("template", *files.made_from), files.template)
    template, problems = read_template(files.template, files.template_file, files.allowed)
    if template is None:
        raise Unable(str(problems[0]))  # it was proven where larger files may be opened
    return template
