"""Words floor: the registry of codes: what each problem is called, how much it weighs, and its page.

One YAML file for each origin lies beside this module (`S.yaml`, …); its groups say what codes have in common, so that
nobody has to look at how a code is spelt. The rules (`G1` to `G9`) are registered by being there, see `goalgen.rules`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple

from goalgen.problem import Problem, Severity
from goalgen.tables import table

ORIGINS = "SFRBPMG"
"""The order in which people meet them: spec, form, reading, building, put, merge, rules."""
OPENING = "opening"
"""The group of what opening a file finds: it may be no Word file at all."""
HIDDEN = "hidden"
"""The group of what cannot be seen in a document: it says nothing of the form."""
UNKNOWN = "unknown"
"""The group of what hinders a document, or a table of it, from being read: no form is like it."""
FRAME = "frame"
"""The group of what the frame of the rules finds: waivers and settings."""
WORDS = {Severity.ERROR: "错误", Severity.WARN: "警告", Severity.INFO: "提示"}
SECTIONS = ("说明", "怎么办", "例子")
"""The sections of a page, in order."""


class Group(NamedTuple):
    """What some codes of one origin have in common; `key` is its name in code, `name` what people read."""

    key: str
    name: str
    origin: str

    @property
    def title(self) -> str:
        """The group as a heading."""
        return f"{self.origin}：{self.name}"


class Code(NamedTuple):
    """A code, its name in a few words, what it can weigh, and its page in Markdown without the heading."""

    code: str
    name: str
    severities: tuple[Severity, ...]
    group: Group
    body: str
    marks: tuple[str, ...] = ()
    """what else is to be known at a glance, such as that there is a fix"""

    @property
    def summary(self) -> str:
        """The code in a line."""
        weight = "或".join(WORDS[severity] for severity in self.severities)
        return f"{self.code} {self.name}（{'，'.join([weight, *self.marks])}）"

    @property
    def page(self) -> str:
        """The whole page."""
        return f"{self.summary}\n\n{self.body}\n"


@lru_cache(maxsize=1)
def registry() -> Mapping[str, Code]:
    """Every code but those of the rules, in the order of the origins."""
    found: dict[str, Code] = {}
    for origin in ORIGINS:
        with suppress(FileNotFoundError):  # nobody has anything to say of merging yet
            for code in _read(table("codes", origin)):
                if code.code in found:
                    raise ValueError(f"{code.code} is registered twice")
                found[code.code] = code
    return found


def _read(data: Mapping[str, Mapping[str, Mapping[str, Mapping[str, str]]]]) -> Iterator[Code]:
    ((origin, groups),) = data.items()
    for heading, codes in groups.items():
        key, _, name = heading.partition(" ")
        for code, entry in codes.items():
            severities = tuple(Severity(word) for word in entry["程度"].split())
            body = "\n\n".join(f"## {section}\n\n{entry[section].strip()}" for section in SECTIONS)
            yield Code(code, entry["名称"], severities, Group(key, name, origin), body)


def is_of(problem: Problem, group: str) -> bool:
    """Whether a problem's code belongs to a group."""
    code = registry().get(problem.code)
    return code is not None and code.group.key == group


def members(group: str) -> list[str]:
    """The codes of a group."""
    return [code.code for code in registry().values() if code.group.key == group]
