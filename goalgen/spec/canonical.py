"""Things floor: values in the canonical layout. Keeps load(dump(x)) == x for YAML 1.1 and 1.2 readers, part of law L5.

Block style, keys in the schema's order, list dashes at the parent's indentation, no folding. A text stands plain where
no reader would re-type, trim or cut it, else in double quotes with everything invisible written as an escape; several
paragraphs stand as a literal block where that is exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from goalgen.schema import Schema, resolve

Value = str | list["Value"] | dict[str, "Value"]

# Fixed ranges, not unicodedata: the layout must not depend on the Unicode version of the Python that writes it.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    "\u205f-\u206f\u2800\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e00ff]"
)
_NOT_PLAIN = re.compile(
    r"""[-?:,\[\]{}\#&*!|>'"%@`\s]   # begins like YAML
    | .*(?:[:]\s|[:]\Z|\s\#|\s\Z)     # would end early
    | \.\.\.                          # ends the document
    | [-+.\d][-+.,:_\da-fxotz\s]*\Z   # looks like a number, a time, a date
    | [+]?\.(?:inf|nan)\Z
    | (?:y|n|yes|no|on|off|true|false|null|~|=|<<)\Z""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_SHORT = {"\0": "0", "\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", "\x1b": "e"}
_SHORT |= {'"': '"', "\\": "\\"}
_ESCAPED = re.compile(rf'["\\]|{_INVISIBLE.pattern}')
_FULL_WIDTH_SPACE = "\u3000"


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    code = ord(char)
    if char in _SHORT:
        return "\\" + _SHORT[char]
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def visible(text: str) -> bool:
    """Whether every character of `text` shows, so that it need not be written as an escape."""
    return not _INVISIBLE.search(text)


def scalar(text: str) -> str:
    """`text` on one line: plain where that is safe, else in double quotes."""
    plain = text and not _NOT_PLAIN.match(text) and visible(text)
    if plain and text.strip(_FULL_WIDTH_SPACE) == text:
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """`text` in double quotes."""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _block(text: str) -> list[str] | None:
    """The paragraphs of `text` if a literal block holds them exactly and visibly."""
    lines = text.split("\n")
    if len(lines) == 1 or not lines[0] or not lines[-1] or lines[0].startswith(" "):
        return None
    exact = all(line.rstrip(f" {_FULL_WIDTH_SPACE}") == line and visible(line) for line in lines)
    return lines if exact else None


def _text(text: str, indent: int) -> Iterator[str]:
    """The lines of a text; all but the first are indented."""
    lines = _block(text)
    if lines is None:
        yield scalar(text)
    else:
        yield "|-"
        yield from (" " * indent + line if line else "" for line in lines)


def _node(value: Value, indent: int, schema: object, root: Schema) -> Iterator[str]:
    """The lines of a value that stands at column `indent`; the first line comes without its indentation."""
    known = resolve(root, schema)
    pad = " " * indent
    if isinstance(value, str):
        yield from _text(value, indent)
    elif not value:
        yield "[]" if isinstance(value, list) else "{}"
    elif isinstance(value, list):
        mixed = any(isinstance(item, dict) for item in value)
        for i, item in enumerate(value):
            lines = _node(item, indent + 2, known.get("items"), root)
            first = next(lines)
            # among mappings, `- 甲：乙` would be taken for a slip
            first = quoted(item) if mixed and isinstance(item, str) and first == item else first
            yield f"{pad if i else ''}- {first}"
            yield from lines
    else:
        properties = known.get("properties", {})
        keys = [key for key in properties if key in value] + [key for key in value if key not in properties]
        for i, key in enumerate(keys):
            yield from _entry(key, value[key], indent, pad if i else "", properties.get(key), root)


def _entry(key: str, value: Value, indent: int, pad: str, schema: object, root: Schema) -> Iterator[str]:
    """The lines of one key and its value."""
    name = quoted(key) if "：" in key else scalar(key)
    if isinstance(value, str) or not value:
        lines = _node(value, indent + 2, schema, root)
        yield f"{pad}{name}: {next(lines)}"
    else:
        inner = indent if isinstance(value, list) else indent + 2
        lines = _node(value, inner, schema, root)
        yield f"{pad}{name}:"
        yield " " * inner + next(lines)
    yield from lines


def dump(value: Mapping[str, Value], schema: Schema | None = None) -> str:
    """The canonical YAML of a spec's value."""
    root = schema or {}
    return "\n".join(_node(dict(value), 0, root, root)) + "\n"


def ordered(value: Value | None, schema: object, root: Schema) -> Value:
    """A value with its keys in the order in which `dump` writes them."""
    known = resolve(root, schema)
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return [ordered(item, known.get("items"), root) for item in value]
    properties = known.get("properties", {})
    given = value or {}
    keys = [*(key for key in properties if key in given), *(key for key in given if key not in properties)]
    return {key: ordered(given[key], properties.get(key), root) for key in keys}
