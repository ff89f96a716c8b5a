"""Edge floor: a new spec, asked for field by field on a terminal: the schema's examples are the hints, its pattern the check."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from goalgen.cli import console
from goalgen.cli.addresses import alone
from goalgen.paths import Index, SpecPath, field_of
from goalgen.schema import Schema, field_schema, is_required, resolve
from goalgen.vocabulary import TO_FILL

_SHOWN = 3
"""Examples that a question shows."""


class EnoughError(Exception):
    """Nobody answers any more: the input is at its end."""


def at_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def line(prompt: str) -> str:
    """What somebody types after a prompt, without the end of the line; raises EnoughError at the end of the input."""
    console.ask(prompt)
    try:
        return console.answer()
    except EOFError:
        console.tell("")
        raise EnoughError from None


def unreadable(text: str) -> str:
    """Why a line that was typed cannot be used whatever was asked; "" when it can."""
    if any("\ud800" <= char <= "\udfff" or char == "\ufffd" for char in text):
        return "终端的编码和程序的不一样，这一行读不懂"
    return "里面有控制字符，多半是按了方向键" if not text.isprintable() else ""


def yes(prompt: str) -> bool:
    """Whether somebody agrees; the end of the input is no."""
    return line(f"{prompt} [y/N] ").strip().lower() in ("y", "yes", "是", "好")


def choose(title: str, choices: Sequence[str], default: int | None = None) -> int:
    """Which of several is meant, asked until one is: by its number."""
    for number, choice in enumerate(choices, 1):
        console.tell(f"  {number}. {choice}")
    while True:
        typed = line(f"{title}，写编号{f' [{default + 1}]' if default is not None else ''} > ").strip()
        if not typed and default is not None:
            return default
        if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(choices):
            return int(typed) - 1
        console.tell(f"  不行：应是 1 到 {len(choices)} 的编号，请再写一次")


@dataclass
class Asking:
    """The answers so far, by place; `hints` are shown beside the schema's examples, `defaults` are what Enter takes."""

    schema: Schema
    defaults: Mapping[SpecPath, str] = field(default_factory=dict)
    hints: Mapping[SpecPath, str] = field(default_factory=dict)
    answers: dict[SpecPath, str | list[str]] = field(default_factory=dict)

    def text(self, path: SpecPath, label: str = "") -> None:
        """Ask for the text of one field, until it fits or is left."""
        part = field_schema(self.schema, field_of(path)) or {}
        optional = not is_required(self.schema, field_of(path))
        default = self.defaults.get(path, "")
        if not label:
            console.tell(_about(part, str(path[-1]), optional=optional, hint=self.hints.get(path, "")))
        shown = default or ("不填" if optional else TO_FILL)
        answer = self._asked(f"  {label}[{shown}] > ", part, path)
        if answer or default:
            self.answers[path] = answer or default

    def _asked(self, prompt: str, part: Schema, path: SpecPath) -> str:
        """A text that the schema takes; "" for none."""
        from goalgen.verbs.check import unfit  # which pays for the parser of YAML

        name = next(step for step in reversed(path) if isinstance(step, str))
        while True:
            typed = line(prompt)
            blank = not typed.strip()
            text = typed if blank and typed in part.get("examples", ()) else _bare(typed.strip())
            if not text:
                return ""
            reason = unreadable(text)
            if not reason and (wrong := unfit({name: text}, alone(name, part, self.schema))):
                reason = wrong[0].message
            if not reason:
                return text
            console.tell(f"  不行：{reason}{'' if reason.endswith('？') else '。'}请再写一次")

    def lines(self, path: SpecPath) -> None:
        """Ask for the items of a list of texts, until there is an empty line."""
        part = field_schema(self.schema, field_of(path)) or {}
        item = resolve(self.schema, part.get("items"))
        console.tell(
            f"{_about({**item, **part, 'examples': item.get('examples', ())}, str(path[-1]))} 一行一条，写完直接回车"
        )
        found: list[str] = []
        while answer := self._asked(f"  第{len(found) + 1}条 > ", item, (*path, Index(0))):
            found.append(answer)
        if found:
            self.answers[path] = found

    def rows(self, path: SpecPath, rows: Sequence[Mapping[str, Any]]) -> None:
        """Ask for what is to be filled in of the rows of a table, if somebody wants to now."""
        part = field_schema(self.schema, field_of(path)) or {}
        console.tell(_about(part, str(path[-1])))
        if not yes(f"  有 {len(rows)} 行，现在逐行填吗？以后在文件里填也行"):
            return
        for number, row in enumerate(rows):
            known = " ".join(str(text) for text in row.values() if isinstance(text, str) and text and text != TO_FILL)
            console.tell(f"  第{number + 1}行{f'：{known}' if known else ''}")
            for key, text in row.items():
                if text == TO_FILL:
                    self.text((*path, Index(number), key), label="" if not number else f"{key} ")

    def all_of(
        self, value: Mapping[str, Any], path: SpecPath = (), skip: Callable[[SpecPath], bool] = lambda _: False
    ) -> None:
        """Ask for everything in a value that is marked as to fill in."""
        for key, inner in value.items():
            here = (*path, key)
            if skip(here):
                continue
            if inner == TO_FILL:
                self.text(here)
            elif isinstance(inner, dict):
                self.all_of(inner, here, skip)
            elif isinstance(inner, list) and inner and isinstance(inner[0], dict):
                if any(TO_FILL in _leaves(row) for row in inner):
                    self.rows(here, inner)
            elif isinstance(inner, list) and inner == [TO_FILL]:
                self.lines(here)


def _bare(text: str) -> str:
    """A text without the quotes around it, which only YAML wants."""
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def _leaves(row: object) -> Iterator[object]:
    if isinstance(row, dict):
        for inner in row.values():
            yield from _leaves(inner)
    else:
        yield row


def _about(part: Schema, key: str, *, optional: bool = False, hint: str = "") -> str:
    """What is asked, and how an answer looks."""
    title = str(part.get("title", key))
    said = re.sub(r"\s*例：.*$", "", " ".join(str(part.get("description", "")).split()))
    choices = "、".join(map(str, part.get("enum", ())))
    shown = "、".join(
        _quoted(each) for each in part.get("examples", ())[:_SHOWN] if isinstance(each, str | int | float)
    )
    notes = [*(["可以不填"] if optional else []), *([f"只能是：{choices}"] if choices else [])]
    return "".join(
        [
            title,
            f"（{'；'.join(notes)}）" if notes else "",
            f"：{said.rstrip('。')}。" if said else "：",
            f"如：{shown}。" if shown and not choices else "",
            hint,
        ]
    )


def _quoted(text: object) -> str:
    return f"{text}" if str(text).strip() else f"“{text}”"
