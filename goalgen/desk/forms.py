"""Desk floor: the forms that can be used here, each loaded when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from goalgen.desk.files import Unable
from goalgen.desk.remembered import memory
from goalgen.form.catalog import FormFiles, form_files, schema_of
from goalgen.problem import Problem, Where
from goalgen.schema import Schema, is_default
from goalgen.vocabulary import FORM_KEY

if TYPE_CHECKING:
    from goalgen.form import Form
    from goalgen.spec import Spec


def allowed_here() -> tuple[str, ...]:
    """What the settings of the current folder let templates carry along; what is wrong with settings is told by `check`."""
    from goalgen.desk.settings import Folders

    return Folders().settings(Path()).template_allow


@dataclass
class Forms:
    """The forms in the current folder's `templates/` and `schemas/`, then the packaged ones."""

    faults: list[Problem] = field(default_factory=list)
    """what is wrong with the schemas that were asked for by themselves"""
    _schemas: dict[str, Schema | None] = field(default_factory=dict)
    _forms: dict[str, tuple[Form | None, list[Problem]]] = field(default_factory=dict)
    _layouts: dict[str, tuple[list[Form], list[Problem]]] = field(default_factory=dict)

    def __reduce__(self) -> tuple[type[Forms], tuple[()]]:
        """To another process go no forms but the question: it finds them where we did."""
        return Forms, ()

    @cached_property
    def files(self) -> dict[str, FormFiles]:
        """The files of each form by its name."""
        found = form_files()
        if Path("templates").is_dir():
            found = {name: files._replace(allowed=allowed_here()) for name, files in found.items()}
        return found

    @property
    def names(self) -> list[str]:
        """The names of all forms."""
        return sorted(self.files)

    def schema(self, name: str) -> Schema | None:
        """The schema of a form; None for a form that is not there, and for one whose schema cannot be used: see `faults`."""
        if name in self.files and name not in self._schemas:
            self._schemas[name], found = schema_of(self.files[name], memory())
            self.faults += found
        return self._schemas.get(name)

    def needed(self, name: str) -> Schema:
        """The schema of a form that is there; stops where it cannot be used."""
        schema = self.schema(name)
        if schema is None:
            raise Unable(str(schema_of(self.files[name])[1][0]))
        return schema

    def schema_of(self, spec: Spec) -> Schema | None:
        """The schema of a spec's form."""
        name = spec.value.get(FORM_KEY)
        return self.schema(name) if isinstance(name, str) else None

    def form(self, name: str) -> tuple[Form | None, list[Problem]]:
        """A form with all it is loaded from, or what is wrong with it."""
        from goalgen.form import load_form  # which checking does not need

        if name not in self.files:
            return None, [Problem("S202", Where(), self._unknown(name))]
        if name not in self._forms:
            self._forms[name] = load_form(self.files[name], memory())
        return self._forms[name]

    def layouts(self, name: str) -> tuple[list[Form], list[Problem]]:
        """A form in every layout it can be read in, and what is wrong with the others."""
        from goalgen.form import load_layouts

        if name not in self._layouts:
            self._layouts[name] = load_layouts(self.files[name], memory())
        return self._layouts[name]

    def usable(self) -> tuple[list[Form], list[Problem]]:
        """All forms that can be read, in every layout, and what is wrong with the others."""
        loaded = [self.layouts(name) for name in self.names]
        return [form for forms, _ in loaded for form in forms], [found for _, problems in loaded for found in problems]

    def known(self, name: str | None) -> str:
        """The form that is meant: by its name, or by a part of its name or title that no other has.

        Without a name the only form there is, or the one to begin with.
        """
        if name is None:
            choice = self.names if len(self.names) == 1 else [n for n in self.names if is_default(self.schema(n) or {})]
            if len(choice) == 1:
                return choice[0]
            raise Unable(f"请用 --form 写明用哪一个表样；现有：{'、'.join(self.names) or '一个也没有'}")
        if name in self.files:
            return name
        alike = [each for each in self.names if name.strip() and name.strip() in f"{each}\n{self.title(each)}"]
        if len(alike) == 1:
            return alike[0]
        if alike:
            listed = "、".join(f"{each}（{self.title(each)}）" for each in alike)
            raise Unable(f"「{name}」说的是哪个表样？名称里有这几个字的有 {len(alike)} 个：{listed}；请写明是哪一个")
        raise Unable(self._unknown(name))

    def title(self, name: str) -> str:
        """What a form is called on paper, "" where its schema does not say."""
        return " ".join(str((self.schema(name) or {}).get("title", "")).split())

    def _unknown(self, name: str) -> str:
        return f"没有「{name}」这个表样；现有：{'、'.join(self.names) or '一个也没有'}"
