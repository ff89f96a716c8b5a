"""Form floor: a template and a schema become a form, or the reasons why they cannot.

What a template prints must be readable again (law L1), so everything that stands in the way of that is refused here, when
the form is loaded, with the tag, its cell and an example; only what depends on the values is left to building.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from goalgen.docx import parse, walk
from goalgen.form.bind import Bound, bind
from goalgen.form.catalog import FormFiles
from goalgen.form.derive import derive
from goalgen.form.expression import refusal
from goalgen.form.find import Finder, Furthest
from goalgen.form.pattern import Computed, Loop, Node, ParagraphPattern, RowPattern, Slot, nodes
from goalgen.form.render import Renderer
from goalgen.form.sample import ambiguity, candidates, sample
from goalgen.form.schema import (
    FieldPath,
    Schema,
    annotation,
    field_name,
    field_schema,
    file_name,
    required_inside_lists,
)
from goalgen.form.template import Template, read_template
from goalgen.problem import Problem, Where
from goalgen.spec import FORM_KEY


@dataclass(frozen=True, eq=False)
class Form:
    """A template and a schema, and both directions derived from them."""

    name: str
    schema: Schema
    template: Template
    pattern: tuple[Node, ...]
    unprinted: tuple[str, ...]
    """the fields that no slot prints: they travel in the built document as an embedded part"""

    @property
    def title(self) -> str:
        """What the form is called."""
        return str(self.schema.get("title", self.name))

    @property
    def order(self) -> str | None:
        """The field that orders a book."""
        return annotation(self.schema, "order")

    def filename(self, value: Mapping[str, Any]) -> str:
        """The name of a spec's file, without its suffix."""
        return file_name(self.schema, value)

    @cached_property
    def renderer(self) -> Renderer:
        """The template compiled for building."""
        return Renderer(self.template)

    @cached_property
    def finder(self) -> Finder:
        """The pattern compiled for reading."""
        return Finder(self.pattern)


def load_form(files: FormFiles) -> tuple[Form | None, list[Problem]]:
    """Load a form; when it cannot be built and read, the problems say why."""
    file = str(files.template)
    schema, problems = _load_schema(files)
    if schema is None:
        return None, problems
    try:
        data = files.template.read_bytes()
    except OSError as error:
        return None, [Problem("F101", Where(file), f"模板读不出来：{error.strerror}")]
    return make_form(files.name, data, schema, file)


def _load_schema(files: FormFiles) -> tuple[Schema | None, list[Problem]]:
    if files.schema is None:
        where, expected = Where(str(files.template)), f"schemas/{files.name}.schema.json"
        return None, [Problem("F111", where, f"没有配套的 schema，应放在 {expected}")]
    where = Where(str(files.schema))
    try:
        schema = json.loads(files.schema.read_bytes())
    except OSError as error:
        return None, [Problem("F111", where, f"schema 读不出来：{error.strerror}")]
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        return None, [Problem("F111", where, f"schema 不是合格的 JSON，第{line}行有误")]
    if not isinstance(schema, dict) or not isinstance(schema.get("properties"), dict):
        return None, [Problem("F111", where, "schema 里没有 properties，不知道有哪些栏位")]
    return schema, []


def make_form(name: str, data: bytes, schema: Schema, file: str) -> tuple[Form | None, list[Problem]]:
    """A form from the bytes of its template and its schema; `file` names the template in problems."""
    template, problems = read_template(data, file)
    if template is None:
        return None, problems
    pattern, problems = derive(template, schema, file)
    if not problems:
        problems = list(_uncovered(pattern, schema, template, file))
    if problems:
        return None, problems
    printed = {node.path[0] for node in nodes(pattern) if isinstance(node, Slot | Loop)}
    unprinted = tuple(key for key in schema["properties"] if key not in printed and key != FORM_KEY)
    form = Form(name, schema, template, pattern, unprinted)
    problems = list(_try_out(form, file))
    return (None if problems else form), problems


def _uncovered(pattern: tuple[Node, ...], schema: Schema, template: Template, file: str) -> Iterator[Problem]:
    """What of the schema the template does not print, or prints in a way that could not be read again."""

    def refuse(code: str, tag: str, message: str) -> Problem:
        return Problem(code, Where(file, cell=template.cell_of(tag)), message)

    slots = [node for node in nodes(pattern) if isinstance(node, Slot)]
    if not slots:
        yield refuse("F112", "", "模板里没有标签，例如 {{ 项目名称 }}；这是一张空白表，还不是模板")
    for path in required_inside_lists(schema):
        if path not in {slot.path for slot in slots}:
            yield refuse("F105", "", f"「{field_name(path)}」必填，模板却没有打印它，也不能随文件携带；请加上它的标签")
    for path in _always(pattern):
        parent = field_schema(schema, path[:-1]) or {}
        if isinstance(path[-1], str) and path[-1] not in parent.get("required", ()):
            advice = f"请列入 required，或改为 {{%p if {path[-1]} %}} … {{%p endif %}}"
            yield refuse("F109", str(path[-1]), f"「{field_name(path)}」总是打印，schema 却说可以没有；{advice}")
    for slot in slots:
        if not candidates(slot, schema):
            message = f"「{field_name(slot.path)}」有 pattern，请在 schema 的 examples 里给一个合乎它的例子"
            yield refuse("F110", str(slot.path[-1]), message)
    for node in nodes(pattern):
        if isinstance(node, Computed) and (reason := refusal(node.expression)):
            yield refuse(
                "F102", node.expression, f"{{{{ {node.expression} }}}} {reason}；算式里只能用栏位、loop、加减和比较"
            )


def _always(pattern: Sequence[Node]) -> Iterator[FieldPath]:
    """The fields that are printed whenever the spec, or the list item they belong to, is."""
    for node in pattern:
        if isinstance(node, Slot):
            yield node.path
        elif isinstance(node, Loop):
            yield node.path
            yield from _always(node.body)
        elif isinstance(node, ParagraphPattern):
            yield from _always(node.content)
        elif isinstance(node, RowPattern):
            for cell in node.cells:
                yield from _always(cell.content)


def _try_out(form: Form, file: str) -> Iterator[Problem]:
    """Look for texts that can be cut in two ways, then render a sample and read it back, leaving loops late and early."""
    for node in nodes(form.pattern):
        contents = [node.content] if isinstance(node, ParagraphPattern) else []
        if isinstance(node, RowPattern):
            contents = [cell.content for cell in node.cells]
        for content in contents:
            message = ambiguity(content, form.schema)
            if message:
                tag = next(str(part.path[-1]) for part in nodes(tuple(content)) if isinstance(part, Slot))
                yield Problem("F108", Where(file, cell=form.template.cell_of(tag)), message)
    for size in (2, 1):
        value = sample(form.pattern, form.schema, size)
        blocks = walk(parse(form.renderer.document([value])))
        readings = [_reading(form, blocks, eager=eager) for eager in (True, False)]
        if readings[0] is None or readings[0].value != value:
            yield Problem("F113", Where(file), f"按模板打印的例子读不回来：{_difference(value, readings[0])}")
            return
        if readings[1] is None or readings[1].value != value:
            loops = "、".join(field_name(node.path) for node in form.pattern if isinstance(node, Loop))
            yield Problem("F108", Where(file), f"「{loops}」的行分不清到哪里为止；请在它们之间加一行有固定文字的表头")
            return


def _reading(form: Form, blocks: Sequence[Any], *, eager: bool) -> Bound | None:
    start = next((i for i, block in enumerate(blocks) if form.finder.find(blocks, i, Furthest(), whole=True)), 0)
    found = form.finder.find(blocks, start, Furthest(), whole=True, eager=eager)
    return bind(found, "") if found else None


def _difference(value: Mapping[str, Any], reading: Bound | None) -> str:
    if reading is None:
        return "整张表都认不出来；请看有没有标签紧挨着，或者表头没有固定文字"
    keys = [key for key in value if value[key] != reading.value.get(key)]
    return f"「{'、'.join(keys)}」读回的不一样"
