"""Edge floor: findings as SARIF 2.1.0, what code hosts and editors read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from goalgen import __version__
from goalgen.cli.console import json_text
from goalgen.cli.report import Run, end_column
from goalgen.problem import Problem, Severity, Where
from goalgen.rules import catalog
from goalgen.rules.manual import codes

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARN: "warning", Severity.INFO: "note"}


def render(problems: Sequence[Problem], run: Run) -> str:
    """One run, with the pages of the rules that found something; what could not be judged is a notification of it."""
    codes = sorted({problem.code for problem in problems})
    driver = {"name": "goalgen", "version": __version__, "rules": [_rule(code) for code in codes]}
    results = [_result(problem, codes.index(problem.code)) for problem in problems]
    log: dict[str, Any] = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    if run.unjudged:
        told = [{"level": "note", "message": {"text": each.sentence}} for each in run.unjudged]
        log["invocations"] = [{"executionSuccessful": True, "toolExecutionNotifications": told}]
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [log]})


def _rule(code: str) -> dict[str, Any]:
    known = codes().get(code)
    if known is None:
        return {"id": code}
    about: dict[str, Any] = {
        "id": code,
        "shortDescription": {"text": known.name},
        "help": {"text": known.page, "markdown": known.page},
        "defaultConfiguration": {"level": _LEVELS[known.severities[0]]},
    }
    if rule := catalog().get(code):
        about["name"] = rule.home.rpartition(".")[2]
    return about


def _result(problem: Problem, index: int) -> dict[str, Any]:
    at = problem.where
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": index,
        "level": _LEVELS[problem.severity],
        "message": {"text": problem.message},
        "locations": [_location(at)],
    }
    if at.others:
        result["relatedLocations"] = [_location(other) for other in at.others]
    if at.subject:
        result["properties"] = {"project": at.project, "indicator": at.indicator}
    return result


def _location(at: Where) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(at.file)}}
    if at.line:
        end = end_column(at)
        place["region"] = {"startLine": at.line, "startColumn": at.column, "endLine": at.line, "endColumn": end}
    location: dict[str, Any] = {"physicalLocation": place}
    if at.cell:
        location["logicalLocations"] = [{"name": at.cell}]
    return location


def _uri(file: str) -> str:
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))
