"""Verbs floor: every code with its page, the rules among them, and the manual of the rules (`docs/rules.md`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from goalgen.codes import FRAME, Code, Group, members, registry
from goalgen.rules.rule import FAMILIES, NOT_COVERED, Rule, catalog

FIXES = {"": "", "safe": "--fix", "unsafe": "--unsafe-fixes"}

_HEAD = """# 规则手册

本页由 `goalgen rule --all` 从各规则的说明生成，请勿手改。规则的代码以类别开头：

"""
_USE = """
程度：错误＝自相矛盾或违反规定；警告＝审核人多半会提；提示＝行文和一致性，不影响退出码。
「指名」的规则误报较多，只在写明整个代码时检查，如 `--select G307`。

选用规则：`goalgen check --select G4,G521 --ignore G401`；或在 `goalgen.toml`（或 `pyproject.toml` 的 `[tool.goalgen]`）里写：

```toml
select = ["G"]                              # 代码，或代码的开头；长的优先
ignore = ["G203", "G6"]
unit-budget = { "331201" = "1299.00" }      # 单位的项目支出预算，供 G905 核对
```

离规格最近的一份设置有效。已批复不能改的，在那一行末尾或上一行写豁免，要写原因：

```yaml
指标值: ≤43.5万元  # goalgen: ignore G521 已批复，不得调整
```

"""


def entry(rule: Rule) -> Code:
    """A rule as the registry has the other codes."""
    group = Group(rule.code[:2], FAMILIES[rule.code[:2]], "规则")
    marks = tuple(mark for mark in (FIXES[rule.fix], "指名" if rule.select_only else "") if mark)
    body = rule.page.partition("\n")[2].strip()
    return Code(rule.code, rule.name, rule.severities, group, body, marks)


@lru_cache(maxsize=1)
def codes() -> Mapping[str, Code]:
    """Every code that a problem can have: those of the registry, then the rules."""
    return {**registry(), **{code: entry(rule) for code, rule in catalog().items()}}


def manual() -> str:
    """The whole manual in Markdown."""
    return "".join([_HEAD, *_families(), _USE, *_frame(), *_pages(), *_missing()])


def _families() -> Iterator[str]:
    for prefix, name in FAMILIES.items():
        yield f"* `{prefix}` {name}\n"


def _frame() -> Iterator[str]:
    yield f"## G0 {FAMILIES['G0']}\n\n"
    for code in members(FRAME):
        yield f"* {codes()[code].summary}\n"


def _pages() -> Iterator[str]:
    family = ""
    for rule in catalog().values():
        if not rule.code.startswith(family or "-"):
            family = rule.code[:2]
            yield f"\n## {family} {FAMILIES[family]}\n"
        yield "\n### " + entry(rule).page.replace("\n## ", "\n#### ")


def _missing() -> Iterator[str]:
    yield "\n## 没有覆盖的\n\n下面这些程序不能判断，或由别的功能检查：\n\n"
    for name, reason in NOT_COVERED.items():
        yield f"* {name}：{reason}\n"
