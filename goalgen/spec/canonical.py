"""Things floor: values in the canonical layout. Keeps load(dump(x)) == x for YAML 1.1 and 1.2 readers, part of law L5.

Block style, keys in the schema's order, list dashes at the parent's indentation, no folding. A text stands plain where
no reader would re-type, trim or cut it, else in double quotes with everything invisible written as an escape; several
paragraphs stand as a literal block where that is exact.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from goalgen.schema import Schema, once, resolve

Value = str | list["Value"] | dict[str, "Value"]

# Fixed ranges, not unicodedata: the layout must not depend on the Unicode version of the Python that writes it.
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    "\u205f-\u206f\u2800\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e00ff]"
)
_NOT_PLAIN = re.compile(
    r"""[-?:,\[\]{}\#&*!|>'"%@`\s]   # begins like YAML
    | \.\.\.                          # ends the document
    | [-+.\d][-+.,:_\da-fxotz\s]*\Z   # looks like a number, a time, a date
    | [+]?\.(?:inf|nan)\Z
    | (?:y|n|yes|no|on|off|true|false|null|~|=|<<)\Z""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_ENDS_EARLY = re.compile(rf"{_INVISIBLE.pattern}|:(?:\s|\Z)|\s(?:#|\Z)", re.ASCII)
"""What a plain text may not hold anywhere: it would end there, or not show."""
_SHORT = {"\0": "0", "\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", "\x1b": "e"}
_SHORT |= {'"': '"', "\\": "\\"}
_ESCAPED = re.compile(rf'["\\]|{_INVISIBLE.pattern}')
MARKS = "“”„‟＂‘’＇「」『』`"
"""Quotation marks that YAML does not know."""
_CURLED = re.compile(rf"[{MARKS}\"'][^{MARKS}\"'\n]+[{MARKS}\"']")
"""A text that stands wholly between two of them: in double quotes it is surely meant so."""
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


@lru_cache(maxsize=1024)
def scalar(text: str) -> str:
    """`text` on one line: plain where that is safe, else in double quotes."""
    plain = text and not _NOT_PLAIN.match(text) and not _ENDS_EARLY.search(text)
    if plain and text.strip(_FULL_WIDTH_SPACE) == text and not _CURLED.fullmatch(text):
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """`text` in double quotes."""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def block_lines(text: str) -> list[str] | None:
    """The paragraphs of `text` if a literal block holds them exactly and visibly."""
    lines = text.split("\n")
    if len(lines) == 1 or not lines[0] or not lines[-1] or lines[0].startswith(" "):
        return None
    exact = all(line.rstrip(f" {_FULL_WIDTH_SPACE}") == line and visible(line) for line in lines)
    return lines if exact else None


@dataclass(frozen=True, eq=False)
class _Layout:
    """What a schema says of the order of keys, in a value and in all inside it; looked up where it is asked for."""

    root: Schema
    part: object

    @cached_property
    def keys(self) -> Mapping[str, _Layout]:
        properties = resolve(self.root, self.part).get("properties", {})
        return {key: _Layout(self.root, part) for key, part in properties.items()}

    @cached_property
    def items(self) -> _Layout:
        return _Layout(self.root, resolve(self.root, self.part).get("items"))


_UNKNOWN = _Layout({}, None)


def _node(out: list[str], lead: str, value: Value, indent: int, layout: _Layout) -> None:
    """Add the lines of a value that stands at column `indent`, the first after what leads to it."""
    if isinstance(value, str):
        lines = block_lines(value) if "\n" in value else None
        if lines is None:
            out.append(lead + scalar(value))
        else:
            pad = " " * indent
            out.append(f"{lead}|-")
            out += [pad + line if line else "" for line in lines]
    elif not value:
        out.append(f"{lead}[]" if isinstance(value, list) else f"{lead}{{}}")
    elif isinstance(value, list):
        _items(out, lead, value, indent, layout.items)
    else:
        keys = layout.keys
        ordered_keys = [key for key in keys if key in value]
        if len(ordered_keys) < len(value):
            ordered_keys += [key for key in value if key not in keys]
        for key in ordered_keys:
            _entry(out, lead, key, value[key], indent, keys.get(key, _UNKNOWN))
            lead = " " * indent


def _items(out: list[str], lead: str, items: Sequence[Value], indent: int, layout: _Layout) -> None:
    """Add the lines of the items of a list."""
    mixed = any(isinstance(item, dict) for item in items)
    for item in items:
        if mixed and isinstance(item, str) and scalar(item) == item:
            out.append(f"{lead}- {quoted(item)}")  # among mappings, `- 甲：乙` would be taken for a slip
        else:
            _node(out, f"{lead}- ", item, indent + 2, layout)
        lead = " " * indent


def _entry(out: list[str], lead: str, key: str, value: Value, indent: int, layout: _Layout) -> None:
    """Add the lines of one key and its value."""
    name = quoted(key) if "：" in key else scalar(key)
    if isinstance(value, str) or not value:
        _node(out, f"{lead}{name}: ", value, indent + 2, layout)
    else:
        inner = indent if isinstance(value, list) else indent + 2
        out.append(f"{lead}{name}:")
        _node(out, " " * inner, value, inner, layout)


_layout_of = once(lambda schema: _Layout(schema, schema))


def dump(value: Mapping[str, Value], schema: Schema | None = None) -> str:
    """The canonical YAML of a spec's value."""
    out: list[str] = []
    _node(out, "", dict(value), 0, _layout_of(schema) if schema else _UNKNOWN)
    out.append("")
    return "\n".join(out)


def entry(key: str, value: Value, indent: int, schema: Schema, part: object) -> str:
    """A key and its value as they stand at column `indent`, from the key on; `part` is what the schema says of the value."""
    out: list[str] = []
    _entry(out, "", key, value, indent, _Layout(schema, part))
    return "\n".join(out)


def item(value: Value, indent: int, schema: Schema, part: object) -> str:
    """An item of a list whose dashes stand at column `indent`, from its dash on."""
    out: list[str] = []
    _node(out, "- ", value, indent + 2, _Layout(schema, part))
    return "\n".join(out)


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
