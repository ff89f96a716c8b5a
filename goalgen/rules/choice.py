"""Verbs floor: which rules are asked for, by the beginnings of their codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Choice(NamedTuple):
    """Which rules run: those whose code begins with one of `select` and with none of `ignore`; the longer prefix wins."""

    select: tuple[str, ...] = ("G",)
    ignore: tuple[str, ...] = ()

    def takes(self, code: str, select_only: bool = False) -> bool:
        """Whether a rule runs. One that is only for selection runs when its whole code is selected."""
        chosen = max((len(prefix) for prefix in self.select if code.startswith(prefix)), default=0)
        refused = max((len(prefix) for prefix in self.ignore if code.startswith(prefix)), default=0)
        return chosen > refused and (not select_only or code in self.select)

    def unknown(self) -> Iterator[str]:
        """The prefixes that no rule's code begins with."""
        from goalgen.codes import FRAME, members  # which a choice of everything need not ask
        from goalgen.rules.rule import FAMILIES, catalog

        codes = [*catalog(), *members(FRAME), *FAMILIES]
        for prefix in (*self.select, *self.ignore):
            if not prefix or not any(code.startswith(prefix) for code in codes):
                yield prefix


ALL = Choice()
"""Every rule but those that are only for selection."""
