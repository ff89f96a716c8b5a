"""Verbs floor: what several rules ask of a project."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from goalgen.labels import unit_of_label
from goalgen.paths import SpecPath, field_of, lookup
from goalgen.schema import Schema, examples_of, field_schema, is_required, regex
from goalgen.view import Field, Indicator, Project, number_of
from goalgen.vocabulary import UNIT_KEY

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
CORE = ("project_name", "budget_total", "goals", "indicators", "indicator_name", "target_value")
"""The meanings without which a table says nothing: blank is an error whatever the schema says."""
NAMED = ("unit_name", "use_of_funds", "level1", "level2")
"""The meanings that must be there too, but where the schema knows the field and says otherwise."""
LATER = (
    "review_opinion", "unit_leader", "fill_date", "person", "phone", "remark",
    "actual_goals", "actual_value", "deviation_reason", "score", "total_score", "execution_score",
    "adjusted_budget", "spent", "execution_rate", "fiscal_adjusted", "fiscal_spent", "fiscal_rate", "fiscal_score",
    "carried_adjusted", "carried_spent", "carried_rate", "other_adjusted", "other_spent", "other_rate", "other_score",
)  # fmt: skip
"""The meanings of what others write, what is signed on paper, and what is known when the year is over: blank is customary."""
YUAN = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10000), "亿元": Decimal(100000000)}
"""Units in which a table gives its amounts."""


def amount_unit(project: Project) -> str:
    """The unit of a table's amounts: from its own field, what the form prints beside them, or the label; "" if not told."""
    unit = unit_of_label(f"({project.text('amount_unit')})")
    for field in [] if unit else [each for meaning in AMOUNTS for each in project.all(meaning)]:
        declared = field_schema(project.schema, field_of(field.path)) or {}
        unit = unit or str(declared.get(UNIT_KEY) or unit_of_label(field.label))
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


def is_explained(row: Indicator) -> bool:
    """Whether somebody said why a row is as it is: a dash or 无 says nothing."""
    return any(row.text(meaning) not in NOTHING for meaning in ("deviation_reason", "remark"))


NOTHING = ("", "无", "-", "—", "——", "/", "／")
"""What is written in a cell in which nothing is said."""


def must_be_written(project: Project, path: SpecPath, meaning: str) -> bool:
    """Whether a value that is blank, or a whole list, must not be: by what it means, or because its schema requires it.

    Where the schema itself shows a blank, that is customary; where it refuses this one, it has said so.
    """
    field = field_of(path)
    part = field_schema(project.schema, field)
    if part is None:
        return meaning in CORE or meaning in NAMED
    if _refused(part, lookup(project.spec.value, path)):
        return False
    if meaning in CORE:
        return True
    shown = any(
        not each.strip() if isinstance(each, str) else each == [] for each in examples_of(project.schema, field)
    )
    return meaning not in LATER and is_required(project.schema, field) and not shown


def _refused(part: Schema, blank: object) -> bool:
    """Whether a schema says of a blank value that it may not be."""
    if isinstance(blank, list):
        return bool(part.get("minItems", 0))
    text, pattern = str(blank), part.get("pattern")
    misspelt = isinstance(pattern, str) and not regex(pattern).search(text)
    return misspelt or text not in part.get("enum", [text]) or len(text) < part.get("minLength", 0)


def day_count(year: int, month: int) -> int:
    """The last day of a month; `calendar` takes a while to import."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 28 + leap if month == 2 else 30 if month in (4, 6, 9, 11) else 31


def weight(row: Indicator) -> Decimal | None:
    """The weight of a row, with or without 分 or %."""
    text = row.text("weight")
    return number_of(text.rstrip("分%％")) if text else None


def whole(field: Field) -> tuple[int, int]:
    """The characters of a field without its edge spaces."""
    text = field.text.strip()
    start = field.text.index(text)
    return start, start + len(text)


def place_of(row: Indicator) -> str:
    """A row as a person finds it in Word, where nothing is numbered: by its name and the level above."""
    name = short("".join(row.text("indicator_name").split()))
    level = "".join((row.text("level2") or row.text("level1") * (not name)).split())
    if name:
        return f"「{level}」下的「{name}」" if level else f"「{name}」"
    return f"「{level}」下没有名称的一行" if level else "没有名称的一行"


def called(field: Field) -> str:
    """A field by the words of the form: `年度资金总额` in the column `年初预算数`, whose name is made of both."""
    row, _, column = field.label.rpartition("_")
    return f"「{column}」一列的{row}" if row else column


def titled(field: Field) -> str:
    """As `called`, in quotation marks."""
    row, _, column = field.label.rpartition("_")
    return f"「{column}」一列的「{row}」" if row else f"「{column}」"


def short(text: str, most: int = 20) -> str:
    """A text as it is quoted in a message."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most]}…"
