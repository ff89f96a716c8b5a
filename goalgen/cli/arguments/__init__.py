"""Edge floor: what can be typed: the commands and their options, a module for each group of commands."""

from __future__ import annotations

from goalgen import __version__
from goalgen.cli.arguments import checking, completing, forms, joining, reading, starting, writing
from goalgen.cli.arguments.common import adder
from goalgen.cli.chinese import Parser


def parser() -> Parser:
    """The whole command line."""
    top = Parser(
        "goalgen build\ngoalgen read 旧文件.docx --set 年度=2022\ngoalgen check",
        prog="goalgen",
        description="绩效目标表：一个项目一个 YAML 文件，生成官方 Word 表，也从 Word 表读回，一字不丢。",
    )
    top.add_argument("--version", action="version", version=f"goalgen {__version__}", help="显示版本")
    add = adder(top)
    for group in (
        starting.starting,
        writing.writing,
        checking.checking,
        joining.comparing,
        joining.merging,
        joining.pulling,
        joining.git,
        reading.reading,
        reading.rolling,
        forms.form,
        completing.completing,
    ):
        group(add)
    return top
