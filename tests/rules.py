"""What the tests of the rules share: the seed as rules see it, and findings written in one line each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from conftest import ROOT

from goalgen.problem import Problem
from goalgen.rules import ALL, Choice, Project, judge
from goalgen.spec import load
from goalgen.text import Source

SEED = sorted((ROOT / "specs" / "331201" / "2022").glob("*.yaml"))


@lru_cache
def schema(name: str) -> Mapping[str, Any]:
    data: Mapping[str, Any] = json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    return data


def project(text: str, name: str = "例.yaml", form: str = "tianjin-2022") -> Project:
    spec, problems = load(Source(name, text))
    assert spec is not None, problems
    return Project(spec, schema(form))


def seed() -> list[Project]:
    return [project(path.read_text("utf-8"), path.name) for path in SEED]


def lines(problems: Iterable[Problem], texts: Mapping[str, str] | None = None) -> list[str]:
    """`行:列+长 代码 消息`, with the file when there are texts of several."""
    return [
        f"{f'{p.where.file}:' if texts else ''}{p.where.line}:{p.where.column}+{p.where.length} {p.code} {p.message}"
        for p in problems
    ]


def found(text: str, *select: str) -> list[str]:
    return lines(judge([project(text)], Choice(select) if select else ALL))
