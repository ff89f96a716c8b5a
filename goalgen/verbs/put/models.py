"""Verbs floor: what a new row or paragraph is made like: the nearest of its list, one of another table, one of the template."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from jinja2 import TemplateError

from goalgen.docx import names as n
from goalgen.docx import open_package, write_package
from goalgen.docx.splice import decode
from goalgen.form.samples import sample
from goalgen.verbs.put.order import Order
from goalgen.verbs.put.paper import Paper, Refusal
from goalgen.verbs.put.plan import Plan, Printed, printed
from goalgen.verbs.read import read_package

_STYLED = re.compile(r'<w:[pr]Style w:val="([^"]*)"\s*/>')
_NUMBERED = re.compile(r"<w:numPr>.*?</w:numPr>|<w:numPr/>", re.DOTALL)
_PREFIXES = re.compile(r"""</?([A-Za-z][\w.-]*):|\s([A-Za-z][\w.-]*):[\w.-]+\s*=""")


class Model(NamedTuple):
    """A block to make others like, and the Word file that it stands in."""

    block: Printed
    paper: Paper


def model_of(paper: Paper, plan: Plan, order: Order, place: int) -> Model:
    """What the wanted block at a place is made like. Raises Refusal when there is nothing."""
    node = plan.wanted[place].node
    near = order.of_node.get(id(node), [])
    if near:
        at = bisect_left(near, place)
        nearest = min(near[max(at - 1, 0) : at + 1], key=lambda each: (abs(each - place), each > place))
        return Model(plan.printed[order.old[nearest]], paper)
    there = next((each for each in _others(paper, plan) if each.found.node is node), None)
    if there is not None:
        return Model(there, paper)
    template = _built(plan)
    for table in template.reading.specs:
        for each in printed(table.form.pattern, table.occurrence):
            if each.found.node is node and each.turns == plan.wanted[place].turns:
                return Model(each, template)
    raise Refusal("P307", "文件里和模板里都没有同样的行可以照着加", plan.read.address)


def _others(paper: Paper, plan: Plan) -> Iterator[Printed]:
    """The blocks of the table that go, then those of the other tables of its form."""
    yield from plan.printed
    for table in paper.reading.specs:
        if table.form is plan.read.form:
            yield from printed(table.form.pattern, table.occurrence)


def _built(plan: Plan) -> Paper:
    """A Word file of the new value, built from the template."""
    form = plan.read.form
    try:
        document = form.renderer.document([{**sample(form.pattern, form.schema), **plan.new}])
    except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
        raise Refusal("P307", f"文件里没有同样的行可以照着加，模板也印不出来：{error}", plan.read.address) from error
    package, _ = open_package(write_package({**form.template.parts, form.template.main: document}), form.name)
    assert package is not None, form.name
    return Paper(package, decode(package.parts[package.main]), read_package(package, [form], trace=True))


def adopted(paper: Paper, model: Model, xml: str) -> str:
    """What was made like a model, as it may stand in a Word file: without the styles and lists that only the model's has.
    Raises Refusal where names would mean something else there."""
    if model.paper is paper:
        return xml
    declared, meant = paper.package.document.nsmap, model.paper.package.document.nsmap
    used = {match[1] or match[2] for match in _PREFIXES.finditer(xml)} - {"xml"}
    if any(declared.get(prefix) != meant.get(prefix) for prefix in used):
        raise Refusal(
            "P307", "文件里没有同样的行可以照着加，模板里的写法这个文件不认", model.block.found.block.address()
        )
    styles = paper.package.tree("styles")
    known = {one.get(f"{n.W}styleId") for one in styles.iter(f"{n.W}style")} if styles is not None else set()
    plain = _NUMBERED.sub("", xml)
    return _STYLED.sub(lambda match: match[0] if match[1] in known else "", plain)
