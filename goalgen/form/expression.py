"""Form floor: the Jinja environment of templates: sandboxed, strict, and with tags that are processing instructions.

A template may come from a stranger, so what an expression may cost is bounded when it is read: it is short and flat, has
small numbers, and names fields and the loop only. What it gives is then at most some twelve times what it is given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateRuntimeError, UndefinedError, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from goalgen.form.template import BLOCK_TAG, VALUE_TAG
from goalgen.paths import Depth
from goalgen.schema import FieldPath, Schema, field_name, field_schema

MAX_LENGTH, MAX_NAMES, MAX_BRACKETS = 200, 12, 12
"""How long an expression may be, how many names and how many brackets it may have; a form needs `{{ 目标|length }}`."""
MAX_NUMBER = 10**9
MAX_JOINED = 100_000
"""The longest text that `join` makes; a cell in Word has less."""

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Filter,
    nodes.Add, nodes.Sub, nodes.Concat, nodes.Compare, nodes.Operand, nodes.CondExpr, nodes.And, nodes.Or, nodes.Not,
)  # fmt: skip
"""What a computed expression may be made of. No calls and no powers: nothing that runs long or reaches out."""
_FILTERS = {"length", "count", "int", "sum", "first", "last", "join", "default"}
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_OF_LOOP = {"previtem", "index"}
"""What most templates ask of a loop, and may."""
_STRANGE = "不在模板语言里"


@lru_cache(maxsize=1)
class _Environment(ImmutableSandboxedEnvironment):
    """What a value holds under a name goes before what Python has under it, and takes a tenth of the time."""

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - Jinja's own words
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        if type(obj) is LoopContext and attribute in _OF_LOOP:
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


def environment() -> ImmutableSandboxedEnvironment:
    """The environment that templates are compiled in."""
    made = _Environment(
        block_start_string=BLOCK_TAG[0],
        block_end_string=BLOCK_TAG[1],
        variable_start_string=VALUE_TAG[0],
        variable_end_string=VALUE_TAG[1],
        comment_start_string="<?goalgen-note ",
        comment_end_string="?>",
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    made.filters["join"] = _join
    return made


def _join(items: Iterable[object], separator: str = "") -> str:
    """Jinja's filter of this name, with a bound: joined again and again, a text would grow to any size."""
    texts = [str(item) for item in items]
    if sum(map(len, texts)) + len(separator) * len(texts) > MAX_JOINED:
        raise TemplateRuntimeError(f"join 连起来超过 {MAX_JOINED} 字")
    return separator.join(texts)


class LoopVariable:
    """What a computed expression sees of the loop it stands in; the same names as Jinja's own."""

    def __init__(self, index0: int, length: int) -> None:
        self.index0, self.index, self.length = index0, index0 + 1, length
        self.first, self.last = index0 == 0, index0 == length - 1
        self.revindex, self.revindex0 = length - index0, length - index0 - 1


_LOOP = frozenset(vars(LoopVariable(0, 1)))


def refusal(expression: str, scope: Mapping[str, FieldPath], schema: Schema) -> str | None:
    """Why an expression may not stand in a template, or None; `scope` are the loop variables and what each is an item of."""
    if len(expression) > MAX_LENGTH or sum(map(expression.count, "([{")) > MAX_BRACKETS:
        return f"太长（超过 {MAX_LENGTH} 字）或括号太多（超过 {MAX_BRACKETS} 对）"
    try:
        tree = environment().parse(f"{VALUE_TAG[0]}{expression}{VALUE_TAG[1]}")
    except (TemplateError, ValueError, RecursionError):
        return "写法有误"
    found = list(tree.find_all(nodes.Node))
    if sum(isinstance(node, nodes.Name) for node in found) > MAX_NAMES:
        return f"用了 {MAX_NAMES} 个以上的名称"
    return next((fault for node in [tree, *found] if (fault := _fault(node, scope, schema))), None)


def _fault(node: nodes.Node, scope: Mapping[str, FieldPath], schema: Schema) -> str | None:
    """Why a part of an expression is refused. A name that is no field would print how Python keeps it in memory."""
    if not isinstance(node, _ALLOWED):
        return _STRANGE
    if isinstance(node, nodes.Filter):
        plain = all(isinstance(argument, nodes.Const) for argument in node.args)
        return None if node.name in _FILTERS and plain and not node.kwargs else _STRANGE
    if isinstance(node, nodes.Const):
        return _constant_fault(node.value)
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name == "loop":
        return None if node.attr in _LOOP else _STRANGE
    if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
        way = _way(node, scope)
        if way is None:
            return _STRANGE
        if way != ("loop",) and field_schema(schema, way) is None:
            return f"里的「{field_name(way)}」schema 里没有"
    return None


def _constant_fault(value: object) -> str | None:
    if isinstance(value, str):
        return "里有看不见的字符" if _UNPRINTABLE.search(value) else None
    if isinstance(value, int | float):
        return None if -MAX_NUMBER < value < MAX_NUMBER else f"里的数太大（最多 {MAX_NUMBER}）"
    return None if value is None else _STRANGE


def _way(node: nodes.Node, scope: Mapping[str, FieldPath]) -> FieldPath | None:
    """The field that a name, or what is taken from one, means; None when it means none."""
    if isinstance(node, nodes.Name):
        return scope.get(node.name, (node.name,))
    if isinstance(node, nodes.Filter) and node.name in ("first", "last") and node.node is not None:
        base = _way(node.node, scope)
        return None if base is None else (*base, Depth(0))
    if isinstance(node, nodes.Getattr | nodes.Getitem):
        base = _way(node.node, scope)
        if base is None:
            return None
        if isinstance(node, nodes.Getattr):
            return (*base, node.attr)
        index = node.arg.value if isinstance(node.arg, nodes.Const) else None
        return (*base, Depth(0)) if isinstance(index, int) and not isinstance(index, bool) else None
    return None


def reason_of(error: Exception) -> str:
    """Why an expression could not be computed, as the user is told; what Jinja and Python say of it is English."""
    said = str(error)
    if isinstance(error, UndefinedError):
        name = _UNDEFINED.search(said)
        return f"「{name[1]}」没有值" if name else "有的名称没有值"
    if isinstance(error, TemplateRuntimeError) and not said.isascii():
        return said
    return "文字和数不能相加减，也不能比大小" if isinstance(error, TypeError) else "这样的值不能这样算"


_UNDEFINED = re.compile(r"'([^']*)'(?: is undefined)?$")
"""Jinja says `'x' is undefined`, or `'dict object' has no attribute 'x'`."""


def evaluate(expression: str, names: Mapping[str, Any], loop: LoopVariable | None) -> str | None:
    """What an expression prints, or None when it cannot be computed."""
    try:
        return str(_compiled(expression)(**names, loop=loop))
    except (TemplateError, TypeError, ValueError, ArithmeticError):
        return None


@lru_cache(maxsize=256)
def _compiled(expression: str) -> Callable[..., object]:
    compiled: Callable[..., object] = environment().compile_expression(expression, undefined_to_none=False)
    return compiled
