"""Form floor: the Jinja environment of templates: sandboxed, strict, and with tags that are processing instructions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from goalgen.form.template import BLOCK_TAG, VALUE_TAG

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Filter,
    nodes.Add, nodes.Sub, nodes.Concat, nodes.Compare, nodes.Operand, nodes.CondExpr, nodes.And, nodes.Or, nodes.Not,
    nodes.Keyword,
)  # fmt: skip
"""What a computed expression may be made of. No calls and no powers: nothing that runs long or reaches out."""
_FILTERS = {"length", "count", "int", "sum", "first", "last", "join", "default"}


@lru_cache(maxsize=1)
def environment() -> ImmutableSandboxedEnvironment:
    """The environment that templates are compiled in."""
    return ImmutableSandboxedEnvironment(
        block_start_string=BLOCK_TAG[0],
        block_end_string=BLOCK_TAG[1],
        variable_start_string=VALUE_TAG[0],
        variable_end_string=VALUE_TAG[1],
        comment_start_string="<?goalgen-note ",
        comment_end_string="?>",
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )


class Loop:
    """What a computed expression sees of the loop it stands in; the same names as Jinja's own."""

    def __init__(self, index0: int, length: int) -> None:
        self.index0, self.index, self.length = index0, index0 + 1, length
        self.first, self.last = index0 == 0, index0 == length - 1
        self.revindex, self.revindex0 = length - index0, length - index0 - 1


def refusal(expression: str) -> str | None:
    """Why an expression may not stand in a template, or None."""
    try:
        tree = environment().parse(f"{VALUE_TAG[0]}{expression}{VALUE_TAG[1]}")
    except TemplateError:
        return "写法有误"
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _ALLOWED) or (isinstance(node, nodes.Filter) and node.name not in _FILTERS):
            return "不在模板语言里"
        if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            return "不在模板语言里"
        if isinstance(node, nodes.Getitem) and not isinstance(getattr(node.arg, "value", None), int):
            return "不在模板语言里"
    return None


def evaluate(expression: str, names: Mapping[str, Any], loop: Loop | None) -> str | None:
    """What an expression prints, or None when it cannot be computed."""
    try:
        result = environment().compile_expression(expression, undefined_to_none=False)(**names, loop=loop)
        return str(result)
    except (TemplateError, TypeError, ValueError, ArithmeticError):
        return None
