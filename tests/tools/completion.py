"""The completion scripts that go with the package: shtab writes them from the parser, and nothing of goalgen runs at a key."""

from __future__ import annotations

from argparse import Action, ArgumentParser
from collections.abc import Iterator

import shtab

from goalgen.cli.arguments import parser

SHELLS = {"bash": "goalgen.bash", "zsh": "_goalgen", "fish": "goalgen.fish"}
PATHS = {
    "文件", "文件夹", "文件或文件夹", "路径", "规格", "Word文件", "WORD", "模板", "副本", "去年的", "一边", "原来", "我方",
    "对方", "旧", "新", "历年文件夹",
}  # fmt: skip
"""What stands for a file or a folder in the help."""
FOLDERS = {"文件夹", "历年文件夹"}
OTHERS = {
    "N",
    "个数",
    "代码",
    "姓名",
    "日期",
    "版本",
    "表样",
    "表样|年度",
    "键=值",
    "规格=表",
    "项目",
    "文件名",
    "单位代码",
    "哪里",
    "秒",
    "大小",
    "年度",
}
"""What stands for something that is no file."""
_HEAD = "# 由 python -m tests.tools.generate 从命令行的说明生成，请勿手改；怎样装上：goalgen completion --help\n"


def actions(of: ArgumentParser) -> Iterator[Action]:
    """Every argument of every command."""
    for action in of._actions:
        yield action
        if hasattr(action, "_parser_class"):
            for inner in dict(action.choices).values():
                yield from actions(inner)


def completed() -> ArgumentParser:
    """The parser, in which it is said what is a file."""
    top = parser()
    for action in actions(top):
        name = str(action.metavar or "")
        if action.nargs != 0 and not action.choices and name in PATHS:
            action.complete = shtab.DIRECTORY if name in FOLDERS else shtab.FILE
    return top


def script(shell: str) -> str:
    """The script for a shell, under a line that says where it is from."""
    first, rest = shtab.complete(completed(), shell=shell).split("\n", 1)
    return f"{first}\n{_HEAD}{rest}".rstrip("\n") + "\n"
