"""Things floor: a project's data, and the place of every value in the text that it is written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from goalgen.paths import SpecPath
from goalgen.problem import Where
from goalgen.spec.canonical import Value
from goalgen.text import Source, Span


@dataclass(frozen=True)
class Spec:
    """The data of one project. Two specs are equal when their values are; one that is read from Word is written nowhere."""

    value: dict[str, Value]
    source: Source = field(compare=False, default=Source("", ""))
    values: Mapping[SpecPath, Span] = field(compare=False, default_factory=dict)
    keys: Mapping[SpecPath, Span] = field(compare=False, default_factory=dict)

    @cached_property
    def blocks(self) -> Mapping[int, int]:
        """Where each literal or folded block ends, and where it begins."""
        return {end: start for start, end in self.values.values() if self.source.text[start : start + 1] in ("|", ">")}

    def where(self, path: SpecPath, *, key: bool = False) -> Where:
        """The place of a value, or of its key; the whole file when it is not written there."""
        span = (self.keys if key else self.values).get(path)
        return Where(self.source.name, path=path, span=span, source=self.source)

    def path_at(self, offset: int) -> SpecPath:
        """The innermost value or key that a character of the text belongs to; `()` when it belongs to none."""
        spans = [*self.keys.items(), *self.values.items()]
        around = [(end - start, start, path) for path, (start, end) in spans if path and start <= offset <= end]
        return min(around, key=lambda one: one[:2], default=(0, 0, ()))[2]
