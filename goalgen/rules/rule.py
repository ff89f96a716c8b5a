"""Verbs floor: the rules that are there, and their pages."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

from goalgen.problem import Severity

if TYPE_CHECKING:
    from goalgen.view import Finding, Project

FAMILIES = {
    "G0": "豁免和设置",
    "G1": "结构",
    "G2": "金额",
    "G3": "指标体系",
    "G4": "指标值",
    "G5": "时限和成本",
    "G6": "指标名称和描述",
    "G7": "绩效目标",
    "G8": "文字",
    "G9": "跨项目、公开、分值",
}
NOT_COVERED = {
    "S01 标题缺失": "规格里没有标题这一项，标题由表样自己印；读 Word 时标题缺失由 R205、R206 报告。",
    "S02 标题与项目名称不一致": "同上，读 Word 时由 R201 报告；序号与次序不符由 G102 检查。",
    "F06 标签里的空格": "「其中：财政    资金」里的空格是表样的版式，不是填报的内容。",
    "R01 目标值相对资金明显偏低": "要懂这项工作和它的成本才能判断，程序只会误报，请人工审核。",
    "C04 成本超过支出标准": "需要当地、当年的支出标准表，各地各行业不同，goalgen 不带这些表。",
}
"""What reviewers look at and a program cannot judge, with the reason."""

_FENCE = re.compile(r"```yaml\n(?P<text>.*?)```", re.DOTALL)
_QUOTE = re.compile(r"^> ?(.*)$", re.MULTILINE)


class Example(NamedTuple):
    """A fragment of YAML, the findings that it gives, and what the fix makes of it ("" for no fix)."""

    text: str
    findings: tuple[str, ...]
    fixed: str


@dataclass(frozen=True)
class Rule:
    """A rule, and the module that it is."""

    code: str
    home: str
    """the name of its module, which is imported when something of it is asked for"""

    @cached_property
    def module(self) -> ModuleType:
        """The module."""
        return import_module(self.home)

    @property
    def name(self) -> str:
        """The first line of the page."""
        return self.page.partition("\n")[0]

    @cached_property
    def page(self) -> str:
        """The manual's page, in Markdown."""
        return inspect.cleandoc(self.module.__doc__ or "")

    @cached_property
    def severity(self) -> Severity:
        """How much its findings weigh."""
        return Severity(self.module.SEVERITY)

    @cached_property
    def severities(self) -> tuple[Severity, ...]:
        """How much each of its findings may weigh."""
        return (self.severity, *getattr(self.module, "ALSO", ()))

    @cached_property
    def fix(self) -> str:
        """`safe`, `unsafe` for a fix that changes meaning, or "" for none."""
        return str(getattr(self.module, "FIX", ""))

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """The meanings without which it has nothing to look at: `needs.py` says what of a form cannot be judged."""
        return tuple(getattr(self.module, "NEEDS", ()))

    @property
    def select_only(self) -> bool:
        """Whether it runs only when its whole code is selected."""
        return bool(getattr(self.module, "SELECT_ONLY", False))

    @property
    def across(self) -> bool:
        """Whether it looks at other books of a run, too: in one book alone it may find nothing."""
        return bool(getattr(self.module, "ACROSS", False))

    @cached_property
    def over(self) -> tuple[str, ...]:
        """The rules, or the beginnings of their codes, that have nothing to add to a value of which this one speaks."""
        return tuple(getattr(self.module, "OVER", ()))

    @property
    def check(self) -> Callable[[Project], Iterable[Finding]] | None:
        """What finds in one project."""
        return getattr(self.module, "check", None)

    @property
    def check_all(self) -> Callable[[Sequence[Project]], Iterable[tuple[Project, Finding]]] | None:
        """What finds in the projects of one book together."""
        return getattr(self.module, "check_all", None)

    @property
    def bad(self) -> list[Example]:
        """The examples under 坏例子, with what the rule says of them."""
        return list(examples(self._section("坏例子")))

    @property
    def good(self) -> list[Example]:
        """The examples under 好例子: no finding."""
        return list(examples(self._section("好例子")))

    def _section(self, title: str) -> str:
        match = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", self.page, re.DOTALL | re.MULTILINE)
        return match[1] if match else ""


def examples(section: str) -> Iterator[Example]:
    """A fenced fragment, its findings as a quotation, and after 「改为」 what the fix makes of it."""
    fences = list(_FENCE.finditer(section))
    ends = [fence.start() for fence in fences[1:]] + [len(section)]
    index = 0
    while index < len(fences):
        said = section[fences[index].end() : ends[index]]
        has_fix = "改为" in said and index + 1 < len(fences)
        fixed = fences[index + 1]["text"] if has_fix else ""
        yield Example(fences[index]["text"], tuple(_QUOTE.findall(said)), fixed)
        index += 1 + has_fix


@lru_cache(maxsize=1)
def catalog() -> Mapping[str, Rule]:
    """All rules by code, in the order of the codes."""
    package = import_module("goalgen.rules")
    found = {}
    for info in pkgutil.iter_modules([str(Path(package.__file__ or "").parent)]):
        if match := re.match(r"g(\d{3})_", info.name):
            code = f"G{match[1]}"
            if code in found:
                raise ValueError(f"two rules have the code {code}")
            found[code] = Rule(code, f"goalgen.rules.{info.name}")
    return dict(sorted(found.items()))
