"""What comes out of goalgen into a terminal, a pipe and a file, under each encoding: `python -m tests.tools.encodings`.

It runs the commands as a person does, each in a process of its own, and writes the table into `docs/encodings.md`.
"""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/encodings.md"
BEGIN, END = "<!-- 表：开始 -->\n", "<!-- 表：结束 -->\n"
ENCODINGS: dict[str, dict[str, str]] = {
    "utf-8": {"PYTHONIOENCODING": "utf-8"},
    "gbk": {"PYTHONIOENCODING": "gbk"},
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "C": {"LC_ALL": "C"},
}
PEOPLE = {
    "check": "check 规格",
    "diff": "diff 规格/1.yaml 改后.yaml",
    "build": "build 规格 -o 书册",
    "read": "read 上报 -o 读回",
    "survey": "survey 上报",
    "报错": "check 没有的.yaml",
}
PROGRAMS = {
    "check json": "check 规格 --format json",
    "survey csv": "survey 上报 --format csv",
    "show": "show 上报/表.docx",
    "diff md": "diff 规格/1.yaml 改后.yaml --format md",
}
COMMANDS = {**PEOPLE, **PROGRAMS}
INSTEAD = {"𠮷": "[U+20BB7]", "☑": "√", "³": "^3"}
"""What a GBK stream shows of the characters in the folder that GBK lacks."""
NOTICE = "goalgen: {0} has no Chinese characters, so this is UTF-8（{0} 里没有汉字，改用 UTF-8；"
SPEC = """\
表样: tianjin-2022
年度: "2022"
序号: "1"
单位代码: "331201"
单位名称: 某单位
金额单位: 万元
项目名称: 𠮷田☑改造
预算数: "20.00"
财政资金: "20.00"
其他资金: "0.00"
资金用途: 改造
绩效目标:
- 供水100m³，满意度达到95%
绩效指标:
- 一级指标: 产出指标
  二级指标: 数量指标
  三级指标: 供水量
  绩效指标描述: 供水量（m³）
  指标值: ≧100m³
"""
_ODD = b"\xb2\xe2\xca\xd4.docx"  # 测试 in GBK
_TIME = re.compile(r"用时 [\d.]+ 秒")
_PROGRESS = re.compile(rb"\r[^\r\n]*\r(?!\n)")


class Out(NamedTuple):
    """What a command wrote, and its exit code."""

    stdout: bytes
    stderr: bytes
    code: int


def folder(root: Path) -> Path:
    """A folder with what the commands ask for; one name in it is GBK."""
    (root / "规格").mkdir(parents=True)
    (root / "上报").mkdir()
    (root / "规格/1.yaml").write_text(SPEC, "utf-8")
    (root / "改后.yaml").write_text(SPEC.replace("20.00", "30.00"), "utf-8")
    _run(["build", "规格/1.yaml", "-o", "上报"], root, ENCODINGS["utf-8"])
    (root / "上报/1.docx").rename(root / "上报/表.docx")
    (root / "上报" / os.fsdecode(_ODD)).write_bytes(b"no document")
    return root


def _environment(more: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    return {**kept, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "80", **more}


def _run(words: list[str], root: Path, more: dict[str, str]) -> Out:
    """Into pipes."""
    command = [sys.executable, "-m", "goalgen", *words]
    done = subprocess.run(command, cwd=root, env=_environment(more), capture_output=True, check=False)
    return Out(done.stdout, done.stderr, done.returncode)


def _into_files(words: list[str], root: Path, more: dict[str, str]) -> Out:
    command = [sys.executable, "-m", "goalgen", *words]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        done = subprocess.run(command, cwd=root, env=_environment(more), stdout=out, stderr=err, check=False)
        written = []
        for file in (out, err):
            file.seek(0)
            written.append(file.read())
    return Out(written[0], written[1], done.returncode)


def _on_terminals(words: list[str], root: Path, more: dict[str, str]) -> Out:
    """Standard output and standard error each are a terminal; its `\\r\\n` and the progress are taken off."""
    command = [sys.executable, "-m", "goalgen", *words]
    ends = [pty.openpty() for _ in range(2)]
    out, err = (end for _, end in ends)
    with subprocess.Popen(command, cwd=root, env=_environment(more), stdin=out, stdout=out, stderr=err) as process:
        os.close(out)
        os.close(err)
        shown = [_PROGRESS.sub(b"", _drained(end).replace(b"\r\n", b"\n")) for end, _ in ends]
        return Out(shown[0], shown[1], process.wait())


def _drained(terminal: int) -> bytes:
    found = b""
    try:
        while more := os.read(terminal, 1 << 16):
            found += more
    except OSError:  # how Linux says that the other end was closed
        pass
    os.close(terminal)
    return found


SINKS: dict[str, Callable[[list[str], Path, dict[str, str]], Out]] = {
    "终端": _on_terminals,
    "管道": _run,
    "文件": _into_files,
}


def outputs(encoding: str, root: Path) -> Iterator[tuple[str, str, Out]]:
    """The name of each command, each sink, and what came out."""
    for name, command in COMMANDS.items():
        for sink, run in SINKS.items():
            for made in ("书册", "读回"):
                shutil.rmtree(root / made, ignore_errors=True)
            yield name, sink, run(command.split(), root, ENCODINGS[encoding])


def seen(encoding: str, out: Out, plain: Out) -> str:
    """What came out, in a few words, held against the same command in a UTF-8 pipe; raises where no word fits."""
    assert out.code == plain.code
    errors, told = _without_notice(encoding, out.stderr)
    one, other = _kind(encoding, out.stdout, plain.stdout), _kind(encoding, errors, plain.stderr)
    return f"{one or other}{f'，消息 {other}' if one and other not in ('', one) else ''}{told}"


def _kind(encoding: str, stream: bytes, like: bytes) -> str:
    """The name of the encoding that a stream is written in, "" when there is nothing in it."""
    stream, plain = stream.replace(b"\r\n", b"\n"), like.decode().replace("\r\n", "\n")
    if _timeless(stream, "utf-8") == _TIME.sub("", plain):
        return "UTF-8" if plain else ""
    for char, other in INSTEAD.items():
        plain = plain.replace(char, other)
    if _timeless(stream, encoding) == _TIME.sub("", plain):
        return encoding.upper()
    raise AssertionError(stream)


def _without_notice(encoding: str, stream: bytes) -> tuple[bytes, str]:
    line, _, rest = stream.partition(b"\n")
    said = line.startswith(NOTICE.format(encoding).encode())
    return (rest, "，先说一句") if said else (stream, "")


def _timeless(stream: bytes, encoding: str) -> str:
    try:
        return _TIME.sub("", stream.decode(encoding))
    except (UnicodeDecodeError, LookupError):
        return ""


def column(encoding: str, root: Path) -> list[str]:
    """The cells of an encoding, from top to bottom."""
    plain = {name: _fresh(command, root) for name, command in COMMANDS.items()}
    return [seen(encoding, out, plain[name]) for name, _, out in outputs(encoding, root)]


def table(root: Path) -> str:
    """The table of the page."""
    columns = [column(encoding, root) for encoding in ENCODINGS]
    names = [f"`{command}` | {sink}" for command in COMMANDS.values() for sink in SINKS]
    rows = [f"| {name} | {' | '.join(cells)} |\n" for name, *cells in zip(names, *columns, strict=True)]
    return "".join([f"| 命令 | 写到 | {' | '.join(ENCODINGS)} |\n", f"|---|---|{'---|' * len(ENCODINGS)}\n", *rows])


def printed() -> list[list[str]]:
    """The cells of the table on the page, row by row, without its head."""
    rows = PAGE.read_text("utf-8").partition(BEGIN)[2].partition(END)[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def _fresh(command: str, root: Path) -> Out:
    for made in ("书册", "读回"):
        shutil.rmtree(root / made, ignore_errors=True)
    return _run(command.split(), root, ENCODINGS["utf-8"])


def main() -> None:
    """Write the table into the page."""
    with tempfile.TemporaryDirectory() as root:
        found = table(folder(Path(root) / "甲"))
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}{found}{END}{rest.partition(END)[2]}", "utf-8")


if __name__ == "__main__":
    main()
