"""Desk floor: the settings of a folder, from the text of its `goalgen.toml` or `pyproject.toml`; a typo is a problem."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goalgen.desk import files
from goalgen.problem import Problem, Severity, where
from goalgen.rules.choice import ALL, Choice
from goalgen.text import Source, Span

if TYPE_CHECKING:
    from decimal import Decimal

ALLOWABLE = ("宏", "ActiveX", "嵌入对象", "远程模板", "远程图片", "远程内容", "域", "批注", "修订", "隐藏文字")
"""What a template may be allowed to carry; the same as `form.carried.KINDS`, which costs lxml to ask."""
MOST_TIMES = 1000
"""The most that limits are raised; the same as `docx.limits.MOST_TIMES`, which costs lxml to ask."""
FILES = ("goalgen.toml", "pyproject.toml")
"""Where settings stand, the first of a folder counts; in `pyproject.toml` under `[tool.goalgen]`."""
KEYS = ("select", "ignore", "unit-budget", "template-allow", "word-limit")


@dataclass(frozen=True)
class Settings:
    """What a folder's settings say: which rules run, and the project budget of each unit by its code."""

    choice: Choice = ALL
    unit_budgets: Mapping[str, Decimal] = field(default_factory=dict)
    template_allow: tuple[str, ...] = ()
    """what templates may carry into documents: see `form.carried`"""
    word_limit: int = 1
    """how many times as large as usual a Word file may be: see `docx.limits`"""


@dataclass
class Folders:
    """The settings of the folders seen so far, and what is wrong with them, told once."""

    problems: list[Problem] = field(default_factory=list)
    _known: dict[Path, Settings] = field(default_factory=dict)
    _asked: dict[Path, Settings] = field(default_factory=dict)
    """by folders as they were asked for: what they really are the system tells slowly"""

    def settings(self, folder: Path) -> Settings:
        """The settings of a folder: of the nearest file that has some, in it or above it."""
        if folder not in self._asked:
            self._asked[folder] = self._settings(folder)
        return self._asked[folder]

    def _settings(self, folder: Path) -> Settings:
        folder = Path(os.path.realpath(folder))
        if folder not in self._known:
            found = None
            for name in FILES:
                path = folder / name
                if found is None and path.exists() and not path.is_dir():
                    found = self._read(path)
            above = folder.parent
            self._known[folder] = found or (self.settings(above) if above != folder else Settings())
        return self._known[folder]

    def take(self, folder: Path, like: Path) -> None:
        """Let a folder have the settings of another one."""
        self._known[Path(os.path.realpath(folder))] = self.settings(like)
        self._asked.clear()

    def _read(self, path: Path) -> Settings | None:
        from goalgen.spec import decode

        source, _ = decode(str(_shown(path)), files.read(path, files.MOST_TEXT))
        found, problems = _settings_of(source)
        self.problems += problems
        return found


def _shown(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


@lru_cache(maxsize=64)
def _settings_of(source: Source) -> tuple[Settings | None, Sequence[Problem]]:
    """What a library asks for again and again."""
    return settings_of(source)


def settings_of(source: Source) -> tuple[Settings | None, list[Problem]]:
    """The settings in a file, None when it has none; and what is wrong with them. What is wrong is not used."""
    import tomllib  # which a folder without settings does not pay for

    try:
        data: Any = tomllib.loads(source.text)
    except RecursionError:
        return None, [Problem("G004", where(source), "不是正确的 TOML：一层套一层太深")]
    except ValueError as error:  # TOMLDecodeError, and a number of more digits than Python converts
        place = re.search(r"at line (\d+), column (\d+)", str(error))
        line = f"第 {place[1]} 行第 {place[2]} 列" if place else "末尾"
        return None, [Problem("G004", where(source), f"不是正确的 TOML：{line}有误")]
    if source.name.endswith("pyproject.toml"):
        tool = data.get("tool", {})
        if not isinstance(tool, Mapping):
            return None, [_problem(source, "G004", "tool", "tool 应是一节设置：[tool.goalgen]")]
        if "goalgen" not in tool:
            return None, []
        data = tool["goalgen"]
    if not isinstance(data, Mapping):
        return None, [_problem(source, "G004", "goalgen", "[tool.goalgen] 应是一节设置")]
    problems: list[Problem] = []
    for key in data:
        if key not in KEYS:
            from difflib import get_close_matches

            close = get_close_matches(key, KEYS, 1)
            advice = f"，是不是「{close[0]}」？" if close else f"；可用：{'、'.join(KEYS)}"
            problems.append(_problem(source, "G005", key, f"没有「{key}」这一项设置{advice}"))
    select = _codes(source, data, "select", problems)
    choice = Choice(select if select is not None else ("G",), _codes(source, data, "ignore", problems) or ())
    budgets, allowed = _budgets(source, data, problems), _allowed(source, data, problems)
    return Settings(choice, budgets, allowed, _times(source, data, problems)), problems


def _codes(source: Source, data: Mapping[str, Any], key: str, problems: list[Problem]) -> tuple[str, ...] | None:
    """A list of codes or beginnings of codes; those that no rule has are told and left out."""
    if key not in data:
        return None
    value = data[key]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        problems.append(_problem(source, "G004", key, f'「{key}」应是代码的列表，如 {key} = ["G4", "G521"]'))
        return None
    unknown = list(Choice(tuple(value), ()).unknown())
    for code in unknown:
        problems.append(_problem(source, "G006", code, f"没有 {code} 这条规则，也没有这一类：用 goalgen rule 查代码"))
    return tuple(code for code in value if code not in unknown)


def _allowed(source: Source, data: Mapping[str, Any], problems: list[Problem]) -> tuple[str, ...]:
    value = data.get("template-allow", [])
    if isinstance(value, list) and all(isinstance(item, str) and item in ALLOWABLE for item in value):
        return tuple(value)
    names = "、".join(ALLOWABLE)
    problems.append(_problem(source, "G004", "template-allow", f"「template-allow」应是列表，里面可以有：{names}"))
    return ()


def _times(source: Source, data: Mapping[str, Any], problems: list[Problem]) -> int:
    value = data.get("word-limit", 1)
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_TIMES:
        return value
    message = f"「word-limit」应是 1 到 {MOST_TIMES} 的整数：Word 文件可以大到平常限度的几倍"
    problems.append(_problem(source, "G004", "word-limit", message))
    return 1


def _budgets(source: Source, data: Mapping[str, Any], problems: list[Problem]) -> dict[str, Decimal]:
    value = data.get("unit-budget", {})
    if value == {}:
        return {}
    from goalgen.view import number_of

    budgets = {}
    for unit, amount in value.items() if isinstance(value, Mapping) else ((None, value),):
        number = number_of(amount) if unit is not None and isinstance(amount, str) else None
        if unit is not None and number is not None:
            budgets[unit] = number
            continue
        example = '如 unit-budget = { "331201" = "1299.00" }'
        problems.append(_problem(source, "G004", "unit-budget", f"「unit-budget」应是各单位的金额（文字），{example}"))
    return budgets


def _problem(source: Source, code: str, word: str, message: str) -> Problem:
    at = source.text.find(word)
    return Problem(code, where(source, Span(at, at + len(word)) if at >= 0 else None), message, Severity.WARN)
