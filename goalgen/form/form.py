"""Form floor: a template and a schema, and both directions derived from them. See `loading` for how it is had, `making` for how
it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from goalgen.form.find import Finder
from goalgen.form.pattern import Node
from goalgen.schema import Schema, annotation, file_name

if TYPE_CHECKING:
    from goalgen.form.render import Renderer
    from goalgen.form.template import Template


@dataclass(frozen=True, eq=False)
class Form:
    """A template and a schema, and both directions derived from them."""

    name: str
    schema: Schema
    pattern: tuple[Node, ...]
    unprinted: tuple[str, ...]
    """the fields that no slot prints: they travel in the built document as an embedded part"""
    read_template: Callable[[], Template] = field(repr=False)
    """where the template is to be had, which only building asks for"""
    variant: str = ""
    """of a further layout that is only read, its name"""

    @property
    def title(self) -> str:
        """What the form is called."""
        return str(self.schema.get("title", self.name))

    @property
    def order(self) -> str | None:
        """The field that orders a book."""
        return annotation(self.schema, "order")

    def filename(self, value: Mapping[str, Any]) -> str:
        """The name of a spec's file, without its suffix."""
        return file_name(self.schema, value)

    @cached_property
    def template(self) -> Template:
        """The template that the pattern was read off."""
        return self.read_template()

    @cached_property
    def renderer(self) -> Renderer:
        """The template compiled for building."""
        from goalgen.form.render import Renderer  # which pays for Jinja

        return Renderer(self.template)

    @cached_property
    def finder(self) -> Finder:
        """The pattern compiled for reading."""
        return Finder(self.pattern)
