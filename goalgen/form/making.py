"""Form floor: a template and a schema become a form, or the reasons why they cannot.

What a template prints must be readable again (law L1), so everything that stands in the way of that is refused here, when
the form is loaded, with the tag, its cell and an example; only what depends on the values is left to building.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from jinja2 import TemplateError
from lxml.etree import XMLSyntaxError

from goalgen.docx import parse, walk
from goalgen.form.binding import Bound, bind
from goalgen.form.derive import derive_pattern
from goalgen.form.doubts import doubts
from goalgen.form.expression import reason_of, refusal
from goalgen.form.find import Furthest
from goalgen.form.form import Form
from goalgen.form.pattern import Computed, Cond, Literal, Loop, Node, Slot, children, nodes, texts
from goalgen.form.samples import ambiguity, candidates, sample
from goalgen.form.template import read_template
from goalgen.problem import Problem, Severity, Where
from goalgen.schema import FieldPath, Schema, field_name, field_schema, required_inside_lists
from goalgen.vocabulary import FORM_KEY


def made(
    name: str, data: bytes, schema: Schema, file: str, variant: str = "", allowed: Collection[str] = ()
) -> tuple[Form | None, list[Problem]]:
    """A form from the bytes of its template and a loaded schema, tried out; `file` names the template in problems."""
    template, problems = read_template(data, file, allowed)
    if template is None:
        return None, problems
    pattern, problems = derive_pattern(template, schema, file)
    if not problems:
        problems = list(_uncovered(pattern, schema, file, read_only=bool(variant)))
    if problems:
        return None, problems
    printed = {node.path[0] for node in nodes(pattern) if isinstance(node, Slot | Loop)}
    unprinted = tuple(key for key in schema["properties"] if key not in printed and key != FORM_KEY)
    form = Form(name, schema, pattern, unprinted, lambda: template, variant)
    problems = list(_try_out(form, file))
    return (None if problems else form), problems


def _uncovered(pattern: tuple[Node, ...], schema: Schema, file: str, *, read_only: bool) -> Iterator[Problem]:
    """What of the schema the template does not print, or prints in a way that could not be read again."""

    def refuse(code: str, cell: str, message: str) -> Problem:
        return Problem(code, Where(file, cell=cell), message)

    found = list(nodes(pattern))
    faults = [
        (node, fault) for node in found if isinstance(node, Computed) and (fault := _computed_fault(node, schema))
    ]
    yield from (refuse("F102", node.place, f"{{{{ {_short(node.expression)} }}}} {fault}") for node, fault in faults)
    slots = [node for node in found if isinstance(node, Slot)]
    if not slots and not faults:
        yield refuse("F112", "", "模板里没有标签，例如 {{ 栏位 }}；这是一张空白表，还不是模板")
    if slots and not any(isinstance(node, Literal) and node.text.strip() for node in found):
        yield refuse("F116", "", "模板里没有固定的文字，什么都像它；请写上标题或栏名")
    loops = {node.path: node.place for node in found if isinstance(node, Loop)}
    for path in () if read_only else required_inside_lists(schema):
        if path[:-2] in loops and path not in {slot.path for slot in slots}:
            message = f"「{field_name(path)}」必填，模板却没有打印它，也不能随文件携带；请加上它的标签"
            yield refuse("F105", loops[path[:-2]], message)
    for path, cell in {} if read_only else dict(_always(pattern)).items():
        parent = field_schema(schema, path[:-1]) or {}
        if isinstance(path[-1], str) and path[-1] not in parent.get("required", ()):
            name = path[-1] if len(path) == 1 else f"项.{path[-1]}"
            advice = f"请列入 required，或放进 {{%p if {name} %}} … {{%p endif %}}"
            yield refuse("F109", cell, f"「{field_name(path)}」总是打印，schema 却说可以没有；{advice}")
    for slot in slots:
        if not candidates(slot, schema):
            message = f"「{field_name(slot.path)}」有 pattern，请在 schema 的 examples 里给一个合乎它的例子"
            yield refuse("F110", slot.place, message)


def _short(expression: str) -> str:
    return expression if len(expression) <= 60 else f"{expression[:60]}…"


def _computed_fault(node: Computed, schema: Schema) -> str | None:
    """Why a computed expression may not stand where it stands."""
    if reason := refusal(node.expression, dict(node.scope), schema):
        return f"{reason}；算式里只能用栏位、loop、加减和比较"
    return "只能写在循环里" if re.search(r"\bloop\b", node.expression) and not node.scope else None


def _always(pattern: Sequence[Node]) -> Iterator[tuple[FieldPath, str]]:
    """The fields that are printed whenever the spec, or the list item they belong to, is; and where."""
    for node in pattern:
        if isinstance(node, Slot | Loop):
            yield node.path, node.place
        if not isinstance(node, Cond):
            yield from _always(children(node))


def _try_out(form: Form, file: str) -> Iterator[Problem]:
    """Look for texts that can be cut in two ways, then render a sample and read it back, leaving loops late and early."""
    cut = list(_two_ways(form, file))
    yield from cut
    for size in (2, 1) if not cut else ():
        value = sample(form.pattern, form.schema, size)
        try:
            blocks = walk(parse(form.renderer.document([value])))
        except XMLSyntaxError:
            yield Problem("F113", Where(file), "按模板打印的例子不是 Word 能读的内容；请把标签写在段落、表格的文字里")
            return
        except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
            yield Problem("F113", Where(file), f"按模板打印例子时算不出来：{reason_of(error)}")
            return
        readings = [_reading(form, blocks, eager=eager) for eager in (True, False)]
        if readings[0] is None or readings[0].value != value:
            yield _unlike(form, value, readings[0], file)
            return
        if readings[1] is None or readings[1].value != value:
            yield _unlike(form, value, readings[1], file)
            return


def remarks(form: Form, file: str) -> Iterator[Problem]:
    """What should be known of a form that can be used."""
    for key in form.unprinted:
        if key in form.schema.get("required", ()):
            message = (
                f"「{key}」必填，模板没有打印它：goalgen 生成的文件带着它，读别处来的文件时要用 --set {key}=… 给出"
            )
            yield Problem("F114", Where(file), message, Severity.INFO)
    yield from doubts(form.schema, file)
    along = [f"{each.kind}（{each.what}）" for each in form.template.carried] + list(form.template.unusual)
    if along:
        message = f"模板里的这些会进每一份生成的文件，公开以前请看一看：{'、'.join(along)}"
        yield Problem("F121", Where(file), message, Severity.INFO)
    for cell in form.template.uncounted:
        message = "这里用了 Word 的自动编号，模板不印它：读的时候编号算在文字里；要模板自己编号，请写 {{ loop.index }}"
        yield Problem("F117", Where(file, cell=cell), message, Severity.INFO)
    value = sample(form.pattern, form.schema)
    blocks = walk(parse(form.renderer.document([value, value])))
    if _tables(form, blocks) < 2:
        message = "两张表排在一册里分不清从哪里另起一张；请在表的前面加一段标题，或在表里加一行有固定文字的首行"
        yield Problem("F115", Where(file), message, Severity.WARN)


def _tables(form: Form, blocks: Sequence[Any]) -> int:
    """How many of the form's tables are found one after the other."""
    position = count = 0
    while position < len(blocks):
        found = form.finder.find(blocks, position, Furthest())
        count += found is not None
        position = found.end if found else position + 1
    return count


def _two_ways(form: Form, file: str) -> Iterator[Problem]:
    """Cells and paragraphs with a text that can be cut in two ways."""
    for text in (text for node in nodes(form.pattern) for text in texts(node)):
        message = ambiguity(text.content, form.schema)
        if message:
            cell = next(part.place for part in nodes(text.content) if isinstance(part, Slot))
            yield Problem("F108", Where(file, cell=cell), message)


def _unlike(form: Form, value: Mapping[str, Any], reading: Bound | None, file: str) -> Problem:
    """A sample that was read differently: why, when it is that two lists follow each other with nothing between."""
    if reading is None:
        message = "整张表都认不出来；请看有没有标签紧挨着，或者表头没有固定文字"
        return Problem("F113", Where(file), f"按模板打印的例子读不回来：{message}")
    names = [key for key in value if value[key] != reading.value.get(key)]
    loops = {field_name(node.path): node.place for node in nodes(form.pattern) if isinstance(node, Loop)}
    if len(names) > 1 and all(name in loops for name in names):
        message = f"「{'、'.join(names)}」的行分不清到哪里为止；请在它们之间加一行有固定文字的表头"
        return Problem("F108", Where(file, cell=loops[names[-1]]), message)
    return Problem("F113", Where(file), f"按模板打印的例子读不回来：「{'、'.join(names)}」读回的不一样")


def _reading(form: Form, blocks: Sequence[Any], *, eager: bool) -> Bound | None:
    start = next((i for i, block in enumerate(blocks) if form.finder.find(blocks, i, Furthest(), whole=True)), 0)
    found = form.finder.find(blocks, start, Furthest(), whole=True, eager=eager)
    return bind(found, "") if found else None
