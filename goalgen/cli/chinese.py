"""Edge floor: argparse, speaking Chinese; each command's help ends with an example."""

from __future__ import annotations

import argparse
import os
import re
import sys
import unicodedata
from contextlib import suppress
from typing import Any, NoReturn

_PHRASES = (
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"the following arguments are required: (.*)", r"缺少：\1"),
    (r"argument (.*?): expected one argument", r"\1 后面要写一个值"),
    (r"argument (.*?): expected at least one argument", r"\1 后面至少要写一个值"),
    (r"argument (.*?): ignored explicit argument '(.*)'", r"\1 不带值，多了「\2」"),
    (r"argument (.*?): not allowed with argument (.*)", r"\1 和 \2 只能用一个"),
    (r"argument (.*?): (.*)", r"\1：\2"),
)
_CHOICE = re.compile(r"argument (.*?): invalid choice: '(.*?)' \((?:choose from )?(.*?)\)")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str, **given: Any) -> None:  # noqa: ANN401
        super().__init__(prog, **{"width": _columns() - 2, **given})

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:  # noqa: ANN401
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)

    def format_help(self) -> str:
        """Columns that line up although a Chinese character is two wide, and headings with a Chinese colon."""
        text = re.sub(r"(?m)^(\S[^:\n]*):\n(?:  命令\n)?", r"\1：\n", super().format_help())
        return re.sub(r"(?m)^( +\S.*?)( {2,})(?=\S)", lambda m: m[1] + " " * max(2, len(m[2]) - _wide(m[1])), text)


def _columns() -> int:
    """How wide the screen is, as `shutil` says, for whom every argument would have to wait."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told):
        return int(told)
    with suppress(AttributeError, ValueError, OSError):
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    return 80


def _wide(text: str) -> int:
    return sum(unicodedata.east_asian_width(char) in "WF" for char in text)


class Parser(argparse.ArgumentParser):
    """An argument parser whose own words are Chinese."""

    def __init__(self, example: str = "", **given: Any) -> None:  # noqa: ANN401
        """As argparse's, with examples to end the help with, one a line."""
        super().__init__(
            add_help=False,
            allow_abbrev=False,
            formatter_class=_Formatter,
            epilog="例：\n" + "".join(f"  {line}\n" for line in example.splitlines()) if example else None,
            **given,
        )
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")
        self.set_defaults(run="", parser=self, interrupted="")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:  # noqa: ANN401
        """As argparse's; what stands behind an option belongs to the list that stands before it: `diff A --stat B`."""
        found, rest = super().parse_known_args(args, namespace)
        last = next(iter(self._get_positional_actions()[-1:]), None)
        if last is not None and last.nargs in ("*", "+") and not any(each.startswith("-") for each in rest):
            setattr(found, last.dest, [*(getattr(found, last.dest) or ()), *rest])
            rest = []
        return found, rest

    def error(self, message: str) -> NoReturn:
        """Say in Chinese what is wrong with the arguments; exit code 2."""
        self.exit(2, f"错误：{_chinese(message)}\n看用法：{self.prog} --help\n")


def _chinese(message: str) -> str:
    if choice := _CHOICE.fullmatch(message):
        from difflib import get_close_matches

        name, given, listed = choice.groups()
        choices = [each.strip().strip("'") for each in listed.split(",")]
        close = get_close_matches(given, choices, 1)
        return f"{name} 没有「{given}」" + (f"，是不是「{close[0]}」？" if close else f"；可用：{'、'.join(choices)}")
    for pattern, phrase in _PHRASES:
        if match := re.fullmatch(pattern, message):
            return match.expand(phrase)
    return message
