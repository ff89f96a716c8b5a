"""Verbs floor: what a new row or paragraph is made like: the nearest of its list, one of another table, one of the template."""

from __future__ import annotations

from typing import NamedTuple

from goalgen.verbs.put.order import Order
from goalgen.verbs.put.paper import Paper, Refusal
from goalgen.verbs.put.plan import Plan, Printed, printed


class Model(NamedTuple):
    """A block to make others like, and the Word file that it stands in."""

    block: Printed
    paper: Paper


def model_of(paper: Paper, plan: Plan, order: Order, place: int) -> Model:
    """What the wanted block at a place is made like. Raises Refusal when there is nothing."""
    node = plan.wanted[place].node
    near = [each for each in order.old if plan.wanted[each].node is node]
    if near:
        nearest = min(near, key=lambda each: (abs(each - place), each > place))
        return Model(plan.printed[order.old[nearest]], paper)
    for each in plan.printed:
        if each.found.node is node:
            return Model(each, paper)
    for table in paper.reading.specs:
        if table.form is plan.read.form:
            for each in printed(table.form.pattern, table.occurrence):
                if each.found.node is node:
                    return Model(each, paper)
    raise Refusal("P307", "文件里没有同样的行可以照着加", plan.read.address)
