"""Verbs floor: `# goalgen: ignore G521 原因` on a line, or alone above it, waives that rule's findings there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from goalgen.problem import Problem, Severity, where
from goalgen.text import Span

if TYPE_CHECKING:
    from goalgen.spec import Spec

_WAIVER = re.compile(r"#\s*goalgen\s*[:：]\s*ignore(?P<codes>(?:[\s,，、]+G\d+)*)(?P<reason>[^\r\n]*)", re.IGNORECASE)
_CODE = re.compile(r"G\d+", re.IGNORECASE)


@dataclass
class Waiver:
    """One comment: the codes with their places, the lines it speaks for, and the codes that it has waived."""

    span: Span
    codes: dict[str, Span]
    reason: str
    lines: frozenset[int]
    used: set[str] = field(default_factory=set)


def waivers(spec: Spec) -> list[Waiver]:
    """The waivers in a spec's comments."""
    text = spec.source.text
    if "#" not in text or not re.search(r"goalgen\s*[:：]\s*ignore", text, re.IGNORECASE):
        return []
    from goalgen.spec import slips  # which a spec without any does not pay for

    found = []
    written = list(slips.scalars(spec.value, spec.values, spec.keys))
    for span in slips.comments(text, written):
        if match := _WAIVER.match(text[span.start : span.end]):
            codes = {
                code[0].upper(): Span(span.start + code.start(), span.start + code.end())
                for code in _CODE.finditer(match[0], match.start("codes"), match.end("codes"))
            }
            found.append(
                Waiver(
                    span,
                    codes,
                    match["reason"].strip(" \t:：,，、"),
                    _lines(spec, span, [item.span for item in written if not item.is_key]),
                )
            )
    return found


def _lines(spec: Spec, span: Span, values: Sequence[Span]) -> frozenset[int]:
    """The line of a comment, or when it stands alone the next line with content; and all lines of a value there."""
    number, column = spec.source.position(span.start)
    last = spec.source.text.count("\n") + 1
    if not spec.source.line(number)[: column - 1].strip():
        number += 1
        while number < last and spec.source.line(number).lstrip()[:1] in ("", "#"):
            number += 1
    lines = {number}
    for value in values:
        first = spec.source.position(value.start)[0]
        if first == number:
            lines |= set(range(first, spec.source.position(value.end)[0] + 1))
    return frozenset(lines)


def waive(problems: Sequence[Problem], found: Sequence[Waiver]) -> Iterator[Problem]:
    """The problems that are not waived; marks the waivers that were of use."""
    if not found:
        yield from problems
        return
    for problem in problems:
        about = [w for w in found if problem.code in w.codes]
        waiving = [w for w in about if problem.where.line in w.lines]
        for waiver in (w for w in about if any(at.line in w.lines for at in (problem.where, *problem.where.others))):
            waiver.used.add(problem.code)
        if not waiving:
            yield problem


def useless(spec: Spec, found: Sequence[Waiver], ran: Collection[str], known: Collection[str]) -> Iterator[Problem]:
    """What is wrong with the waivers: a code that does not exist, one that waived nothing, no reason."""

    def problem(code: str, span: Span, message: str) -> Problem:
        return Problem(code, where(spec.source, span), message, Severity.WARN)

    for waiver in found:
        if not waiver.codes:
            yield problem(
                "G001", waiver.span, "豁免没有写代码：ignore 后面先写代码，再写原因，如 # goalgen: ignore G521 已批复"
            )
        for code, span in waiver.codes.items():
            if code not in known:
                yield problem("G001", span, f"没有 {code} 这条规则：用 goalgen rule 查代码")
            elif code in ran and code not in waiver.used:
                yield problem("G002", span, f"这一行没有 {code} 的问题，请删去这个豁免")
        if waiver.codes and not waiver.reason:
            codes = "、".join(waiver.codes)
            yield problem("G003", waiver.span, f"豁免 {codes} 没有写原因，应写在代码后面，如“已批复，不得调整”")
