"""Things floor: the bytes of a text file to its text: UTF-8; what is something else is read as well as can be, and told."""

from __future__ import annotations

import codecs

from goalgen.problem import Problem, Severity, Where, where
from goalgen.text import Source, Span

_MARK = codecs.BOM_UTF8


def decode(name: str, data: bytes) -> tuple[Source, list[Problem]]:
    """The text of a file. What is not UTF-8 is decoded as well as can be, for further reports, and is an error."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = "文件编码是 UTF-16，应为 UTF-8：请在编辑器里「另存为」，编码选 UTF-8"
        return Source(name, data.decode("utf-16", "replace")), [Problem("S115", Where(name), message)]
    source, problems = _decoded(name, data.removeprefix(_MARK))
    return source, [byte_order_mark(source), *problems] if data.startswith(_MARK) else problems


def encoded(text: str, like: bytes) -> bytes:
    """A text as bytes, with the mark before it that the file has as it is."""
    return (_MARK if like.startswith(_MARK) else b"") + text.encode("utf-8", "surrogatepass")


def _decoded(name: str, data: bytes) -> tuple[Source, list[Problem]]:
    try:
        return Source(name, data.decode()), []
    except UnicodeDecodeError as error:
        place = error.start
    lossy = data.decode("utf-8", "replace")
    broken = lossy.count("\ufffd")
    if broken > sum(char > "\x7f" for char in lossy) - broken:  # else it is mostly UTF-8, with a damaged place
        try:
            source = Source(name, data.decode("gb18030"))
        except UnicodeDecodeError:
            pass
        else:
            message = "文件编码是 GBK（GB18030），应为 UTF-8：用 goalgen fmt 转成 UTF-8"
            return source, [Problem("S113", Where(name), message)]
    source = Source(name, lossy)
    offset = len(data[:place].decode("utf-8", "replace"))
    message = f"第 {place + 1} 个字节（0x{data[place]:02X}）既不是 UTF-8 也不是 GBK：文件可能已损坏，请重新录入此处"
    return source, [Problem("S114", where(source, Span(offset, offset + 1)), message)]


def byte_order_mark(source: Source) -> Problem:
    """What is to be said of the mark that a file begins with."""
    message = "文件开头有看不见的 BOM 标记：用 goalgen fmt 去掉"
    return Problem("S112", where(source, Span(0, 0)), message, Severity.WARN)
