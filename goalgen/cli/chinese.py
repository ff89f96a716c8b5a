"""Edge floor: argparse, speaking Chinese; each command's help ends with an example."""

from __future__ import annotations

import argparse
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, NoReturn

_PHRASES = (
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

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:  # noqa: ANN401
        """As argparse's; what nobody knows is told with the near one, by the command that was given it."""
        found, rest = self.parse_known_args(args, namespace)
        if rest:
            command: Parser = found.parser
            command.exit(2, f"错误：{_unknown(rest, command, self)}\n看用法：{command.prog} --help\n")
        return found

    def error(self, message: str) -> NoReturn:
        """Say in Chinese what is wrong with the arguments; exit code 2."""
        said, near = _chinese(message)
        prog = f"{self.prog} {near}" if near in _commands(self) else self.prog
        self.exit(2, f"错误：{said}\n看用法：{prog} --help\n")


def _chinese(message: str) -> tuple[str, str]:
    """What argparse says, in Chinese; and the choice that was meant, where one is near."""
    if choice := _CHOICE.fullmatch(message):
        name, given, listed = choice.groups()
        choices = [each.strip().strip("'") for each in listed.split(",")]
        near = _near(given, choices)
        return f"{name} 没有「{given}」" + (f"，是不是「{near}」？" if near else f"；可用：{'、'.join(choices)}"), near
    for pattern, phrase in _PHRASES:
        if match := re.fullmatch(pattern, message):
            return match.expand(phrase), ""
    return message, ""


def _near(given: str, choices: Iterable[str]) -> str:
    """The choice that is meant: the only one that begins so, else the most alike; "" when none is."""
    from difflib import get_close_matches

    choices = list(choices)
    begun = [each for each in choices if len(given) > 2 and each.startswith(given.lower())]
    return begun[0] if len(begun) == 1 else next(iter(get_close_matches(given.lower(), choices, 1)), "")


def _unknown(rest: Sequence[str], command: Parser, top: Parser) -> str:
    """Why the first of the arguments that are left over cannot be used, and what may be meant."""
    words = [each for each in rest if each.startswith("-") and each != "-"] or rest
    given = words[0].partition("=")[0]
    if not given.startswith("-"):
        return f"多了「{words[0]}」：不知道用在哪里"
    own = [each.removeprefix("--") for each in command._option_string_actions if len(each) > 2]
    if near := _near(given.lstrip("-"), own):
        return f"没有 {given} 这个选项，是不是 --{near}？"
    others = [name for name, each in _commands(top).items() if given in each._option_string_actions]
    return f"没有 {given} 这个选项" + (f"；{'、'.join(others)} 有" if others else "")


def _commands(of: argparse.ArgumentParser) -> dict[str, Parser]:
    """The commands below a parser, by name."""
    found: dict[str, Parser] = {}
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            found |= action.choices
    return found
