"""Edge floor: the options that several commands share."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from typing import Any

from goalgen.bulk import MOST_JOBS
from goalgen.cli.chinese import Parser
from goalgen.guard import Unable

Add = Callable[..., Parser]
"""Adds a command: its name, what runs it, what it does, examples."""


def adder(under: argparse.ArgumentParser) -> Add:
    """What adds commands under a parser: a name, what runs it, what it does, examples."""
    commands: Any = under.add_subparsers(title="命令", metavar="命令", prog=under.prog)

    def add(name: str, run: str, about: str, example: str) -> Parser:
        command: Parser = commands.add_parser(name, help=about, description=f"{about}。", example=example)
        command.set_defaults(run=run, parser=command)
        if run:
            _speaking(command, report=name not in _NO_REPORT)
        return command

    return add


_NO_REPORT = ("lsp", "textconv")
"""What prints nothing that a person would keep."""


def _speaking(command: Parser, *, report: bool) -> None:
    """How a command speaks; every command has these."""
    common = command.add_argument_group("每个命令都有")
    volume = common.add_mutually_exclusive_group()
    volume.add_argument("-q", "--quiet", action="store_true", help="只说问题和错误，不说做了什么、到了哪里")
    volume.add_argument("-v", "--verbose", action="store_true", help="做了什么都说：读了、写了哪些文件，各用多少时间")
    if report:
        common.add_argument("--output-file", metavar="文件", help="显示在屏幕上的写进这个文件（UTF-8），写完才换上")


def paths(command: Parser, about: str = "规格文件，或放规格的文件夹（连同下级）；不写就是 specs/") -> None:
    """Paths of specs."""
    command.add_argument("paths", nargs="*", metavar="路径", help=about)


def formats(command: argparse.ArgumentParser, choices: tuple[str, ...] = ("text", "json")) -> None:
    """`--format`."""
    more = (
        "，github、gitlab、sarif 给代码平台，md 贴进评审意见"
        if "sarif" in choices
        else "，md 贴进合并请求，html 用浏览器打开，docx 是带修订的表"
        if "html" in choices
        else "，csv 给表格软件"
        if "csv" in choices
        else ""
    )
    command.add_argument(
        "--format",
        choices=choices,
        default="text",
        metavar="|".join(choices),
        help=f"给人看（text）还是给程序看（json）{more}",
    )


def cached(command: Parser) -> None:
    """`--no-cache`."""
    command.add_argument(
        "--no-cache", action="store_true", help="不用、也不写缓存（上次算好的结果）；结果都一样，只是慢些"
    )


def spread(command: Parser, *, writes: bool = False) -> None:
    """How many processes, and whether progress is shown."""
    if writes:
        command.set_defaults(interrupted="：写好的文件都是完整的；再运行一次同样的命令，就接着做完")
    command.add_argument(
        "--jobs",
        type=jobs,
        metavar="N",
        help="用几个进程同时做；不写就看有多少核、多少文件，文件少就不分；结果和次序都一样",
    )


def far(command: Parser, *, out: bool = False) -> None:
    """What is asked for of many machines; `out` where the command has no `-o` of its own."""
    more = command.add_argument_group("很多文件、几台机器（要装 goalgen[cluster]，见 docs/scale.md）")
    more.add_argument(
        "--on",
        metavar="哪里",
        help="在哪里做：dask://主机:端口（集群）、processes:N（本机 N 个进程）、local；读的、-o 可以是 s3:// 这样的地址，"
        "每个文件一行，写成 Parquet 分片；再运行一次就接着做",
    )
    if out:
        more.add_argument("-o", dest="far_out", metavar="文件夹", help="运行文件夹，分片写在里面")
    more.add_argument(
        "--chunk", type=amount, metavar="大小", help="一块多大（一个分片一块），默认 32MB，约一千个小文件"
    )
    more.add_argument(
        "--time-limit", type=seconds, metavar="秒", help="一个文件最多做多久，默认 150；到了就结束它，报这一个"
    )
    more.add_argument("--memory-limit", type=amount, metavar="大小", help="一个文件最多用多少内存，默认 1GB（Linux）")


FAR = {
    "far_out": "-o",
    "files": "--files",
    "chunk": "--chunk",
    "time_limit": "--time-limit",
    "memory_limit": "--memory-limit",
}
"""What is asked for of many machines only, and how it is typed."""


def refuse_far(args: argparse.Namespace) -> None:
    """Stop where an address, or what goes with `--on`, is typed without it."""
    for given in [*(getattr(args, "documents", None) or ()), *(getattr(args, "paths", None) or ())]:
        if "://" in given:
            raise Unable(f"{given} 这样的地址要和 --on 一起用，如 --on processes:4 -o 运行文件夹")
    for name, typed in FAR.items():
        if getattr(args, name, None):
            raise Unable(f"{typed} 要和 --on 一起用")


def amount(text: str) -> int:
    """Bytes, of `32MB`."""
    match = re.fullmatch(r"([1-9][0-9]{0,6}) ?(KB|MB|GB)", text.strip(), re.IGNORECASE | re.ASCII)
    if match is None:
        raise argparse.ArgumentTypeError(f"应写成 64MB、1GB 这样，不能是「{text}」")
    return int(match[1]) << {"KB": 10, "MB": 20, "GB": 30}[match[2].upper()]


def seconds(text: str) -> int:
    """A number of seconds."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 86400:
        raise argparse.ArgumentTypeError(f"应是 1 到 86400 的整数，不能是「{text}」")
    return int(text)


def jobs(text: str) -> int:
    """A number of processes."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_JOBS:
        raise argparse.ArgumentTypeError(f"应是 1 到 {MOST_JOBS} 的整数，不能是「{text}」")
    return int(text)


def revisions(command: Parser) -> None:
    """`--revisions`."""
    command.add_argument(
        "--revisions",
        choices=("final", "original"),
        default="final",
        metavar="final|original",
        help="有修订时读哪一稿：接受全部修订（final，默认）还是拒绝全部修订（original）",
    )


def pair(text: str) -> tuple[str, str]:
    """A key and a value, of `键=值`."""
    key, equals, value = text.partition("=")
    if not key.strip() or not equals:
        raise argparse.ArgumentTypeError(f"「{text}」应是 键=值，如 年度=2022")
    return key.strip(), value
