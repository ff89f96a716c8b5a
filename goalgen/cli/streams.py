"""Edge floor: the one rule for encodings: text for people follows its stream, and no character ends a run.

What programs read is UTF-8 and does not come here (`console.data`). A stream whose encoding has our Chinese (GBK, GB18030) keeps it,
and a character it lacks is written as a reader would write it: ☑ is √, m³ is m^3, 𠮷 is [U+20BB7]. A stream whose encoding has no
Chinese (ASCII, cp1252, Big5) could show nothing that we say: it gets UTF-8, and one line says so.
"""

from __future__ import annotations

import codecs
import os
import re
import sys
import unicodedata
from collections.abc import Iterator

INSTEAD = "goalgen"
"""The name of the substitutes as an error handler of Python's codecs."""
_OURS = "检查规格：《绩效目标表》"
_SIGNS = {
    **dict.fromkeys("≥≧", (">=",)),
    **dict.fromkeys("≤≦", ("<=",)),
    **dict.fromkeys("—―", ("--",)),
    **dict.fromkeys("–−‒‐‑", ("-",)),
    **dict.fromkeys("“”„‟", ('"',)),
    **dict.fromkeys("‘’‚‛", ("'",)),
    **dict.fromkeys("·•▪◦●◆■▶❍✦⬧", ("·", "*")),
    **dict.fromkeys("☑✓✔√", ("√", "[v]")),
    **dict.fromkeys("☒✗✘", ("[×]", "[x]")),
    **dict.fromkeys("☐❐❑❒□", ("□", "[ ]")),
    **dict.fromkeys("⏎↵", (r"\n",)),
    **dict.fromkeys("¥￥", ("￥", "Y")),
    "⇥": (r"\t",),
    "≠": ("!=",),
    "×": ("x",),
    "÷": ("/",),
    "±": ("+/-",),
    "→": ("->",),
    "←": ("<-",),
    "〇": ("○", "0"),
    "©": ("(c)",),
    "®": ("(R)",),
    "Ø": ("O",),
    "ø": ("o",),
}
_MARKED = {"<super>": "^{}", "<circle>": "({})"}
"""How what Unicode calls a raised or an encircled character is written in a line."""
_BYTES = re.compile("(?:[\udc81-\udcfe](?:[\udc80-\udcfe]|[@-~]))+|[\udc80-\udcff]")
"""What `surrogateescape` makes of the bytes of a name that is no UTF-8: as pairs of GBK, else a byte alone."""


def register() -> None:
    """Make the substitutes known to Python's codecs."""
    codecs.register_error(INSTEAD, _instead)


def settle() -> None:
    """Make the streams take every text; one that was closed before we began takes it and forgets it."""
    register()
    lacking = [encoding for name in ("stdout", "stderr") if (encoding := _settled(name))]
    if lacking:
        print(
            f"goalgen: {lacking[0]} has no Chinese characters, so this is UTF-8"
            f"（{lacking[0]} 里没有汉字，改用 UTF-8；设 PYTHONIOENCODING=utf-8 就不再说这一句）",
            file=sys.stderr,
        )


def _settled(name: str) -> str:
    """Settle one stream; gives its encoding when that had to be given up."""
    stream = getattr(sys, name)
    if stream is None:
        setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        return ""
    if not hasattr(stream, "reconfigure"):
        return ""
    if chosen := _chosen():
        stream.reconfigure(errors=chosen)
        return ""
    encoding = str(stream.encoding)
    speaks = has_chinese(encoding)
    stream.reconfigure(encoding=None if speaks else "utf-8", errors=INSTEAD)
    return "" if speaks else encoding


def _chosen() -> str:
    """The substitutes that the user asked Python for: `PYTHONIOENCODING=ascii:replace`."""
    chosen = os.environ.get("PYTHONIOENCODING", "").partition(":")[2]
    return "" if chosen in ("strict", "surrogateescape", "surrogatepass") else chosen


def speak_utf8() -> None:
    """Begin anew in Python's UTF-8 mode where the locale could not even name a file in Chinese; it gives names their bytes."""
    if not sys.flags.utf8_mode and not has_chinese(sys.getfilesystemencoding()):
        environment = {**os.environ, "PYTHONUTF8": "1"}
        os.execve(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]], environment)


def has_chinese(encoding: str) -> bool:
    """Whether what we say can be written in an encoding."""
    try:
        return bool(_OURS.encode(encoding))
    except (UnicodeEncodeError, LookupError):
        return False


def in_utf8(text: str) -> bytes:
    """A text as programs get it: a name that is no UTF-8 is shown as on a screen."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        register()
        return text.encode(errors=INSTEAD)


def typed(line: bytes) -> str:
    """A line from a terminal: UTF-8, else the encoding of Chinese Windows; what is neither is marked, and no answer we know."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("gb18030", "replace")


def _instead(error: UnicodeError) -> tuple[str | bytes, int]:
    """What is written instead of the characters that an encoding lacks; Python asks for it."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text, place, pieces = error.object, error.start, list[str]()
    while place < error.end:
        if match := _BYTES.match(text, place):
            place = match.end()
            pieces.append(_named(match[0], error.encoding))
        else:
            pieces.append(next(each for each in _ways(text[place]) if _fits(each, error.encoding)))
            place += 1
    found = "".join(pieces)
    return (
        found.encode() if error.encoding == "utf-8" else found,
        place,
    )  # whose encoder takes no text that is not ASCII


def _named(escaped: str, encoding: str) -> str:
    """Bytes that stand in a name, as the GBK that they are on most disks; else each byte."""
    data = escaped.encode("utf-8", "surrogateescape")
    try:
        shown = data.decode("gb18030")
        if shown.isprintable() and _fits(shown, encoding):
            return shown
    except UnicodeDecodeError:
        pass
    return "".join(f"[{byte:02X}]" if byte > 0x7F else chr(byte) for byte in data)


def _ways(char: str) -> Iterator[str]:
    """The ways to write a character, the best first; the last can be written everywhere."""
    yield from _SIGNS.get(char, ())
    mark, _, rest = unicodedata.decomposition(char).rpartition(">")
    if mark:
        plain = unicodedata.normalize("NFKC", char).replace("\u2044", "/")
        yield _MARKED.get(f"{mark}>", "{}").format(plain)
    elif rest:
        yield "".join(each for each in unicodedata.normalize("NFKD", char) if not unicodedata.combining(each))
    yield f"[U+{ord(char):04X}]"


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
