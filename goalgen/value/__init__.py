"""Things floor: the meaning under a value's exact text: operator, number, unit, period, date, range, or words (定性).

Nothing is stored: a value is the text of its cell, and this is computed when a rule wants it. Numbers are Decimal. The
parts tile the text, so that every statement about a value can point at its characters.
"""

from goalgen.value.parts import MAX_DIGITS, Date, PartKind, TargetValue, ValueKind, ValuePart, number, parse
from goalgen.value.tables import operator_of, unit_kind

__all__ = [
    "MAX_DIGITS",
    "Date",
    "PartKind",
    "TargetValue",
    "ValueKind",
    "ValuePart",
    "number",
    "operator_of",
    "parse",
    "unit_kind",
]
