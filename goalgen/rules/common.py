"""Verbs floor: what several rules ask of a project."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from functools import lru_cache

from goalgen.view import Field, Indicator, Project, number_of

AMOUNTS = (
    "total_amount",
    "total_fiscal",
    "total_other",
    "budget_total",
    "fiscal_part",
    "other_part",
    "carried_over",
    "adjusted_budget",
    "spent",
)
"""The meanings of the fields that hold an amount of money."""
YUAN = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10000), "亿元": Decimal(100000000)}
"""Units in which a table gives its amounts."""


def amount_unit(project: Project) -> str:
    """The unit of a table's amounts, from its own field or from the label of the amount; "" when it is not told."""
    unit = project.text("amount_unit")
    field = project.field("budget_total")
    if not unit and field:
        label = unicodedata.normalize("NFKC", field.label)
        unit = next((name for name in ("万元", "亿元", "千元", "元") if f"({name})" in label), "")
    return unit if unit in YUAN else ""


def budget_in_yuan(project: Project) -> Decimal | None:
    """The largest budget that the project tells of, mid-term or annual; None when it or its unit is not known."""
    unit = amount_unit(project)
    amounts = [number_of(f.text) for meaning in ("budget_total", "total_amount") for f in project.all(meaning)]
    known = [amount for amount in amounts if amount is not None]
    return max(known) * YUAN[unit] if unit and known else None


@lru_cache(maxsize=256)
def is_cost(row: Indicator) -> bool:
    """Whether a row is about money spent, by its level 1 or 2."""
    levels = row.text("level1") + row.text("level2")
    return "成本" in levels and "社会成本" not in levels and "环境成本" not in levels


def weight(row: Indicator) -> Decimal | None:
    """The weight of a row, with or without 分 or %."""
    text = row.text("weight")
    return number_of(text.rstrip("分%％")) if text else None


def whole(field: Field) -> tuple[int, int]:
    """The characters of a field without its edge spaces."""
    text = field.text.strip()
    start = field.text.index(text)
    return start, start + len(text)


def short(text: str, most: int = 20) -> str:
    """A text as it is quoted in a message."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most]}…"
