"""Things floor: the canonical layout of a text that people wrote. Keeps law L8: fmt(fmt(x)) == fmt(x), comments stay.

Without comments a text is dumped anew. With comments only single values are respelt, in place.
"""

from __future__ import annotations

from collections.abc import Iterator

from goalgen.problem import Problem, where
from goalgen.schema import Schema
from goalgen.spec import slips
from goalgen.spec.canonical import dump, quoted, scalar
from goalgen.spec.loading import load
from goalgen.spec.spec import Spec
from goalgen.text import Edit, Source, apply_edits


def fmt(source: Source, schema: Schema | None = None) -> tuple[str, list[Problem]]:
    """The text in canonical layout and the problems that remain; what cannot be loaded comes back as it is."""
    text = source.text.removeprefix("\ufeff").replace("\r\n", "\n")
    spec, problems = load(source)
    if spec is not None and text != source.text:
        spec, problems = load(Source(source.name, text))
    if spec is None:
        return source.text, problems
    if slips.comments(text, list(slips.scalars(spec.value, spec.values, spec.keys))):
        body = apply_edits(text, _edits(spec))
        candidates = [body if body.endswith("\n") else body + "\n", body, text]
    else:
        candidates = [dump(spec.value, schema)]
    for candidate in candidates:
        again, remaining = load(Source(source.name, candidate))
        if again == spec:
            return candidate, remaining
    message = "无法在不改变内容的情况下整理这个文件：请手工修改"
    return source.text, [*problems, Problem("S133", where(source), message)]


def _edits(spec: Spec) -> Iterator[Edit]:
    """The respelling of each key and text, but not in a flow list, not of a block, not with an anchor or a tag."""
    text = spec.source.text
    flow = {path for path, span in spec.values.items() if text[span.start : span.start + 1] in ("[", "{")}
    done = set()
    for span, value, is_key, path in slips.scalars(spec.value, spec.values, spec.keys):
        old = spec.source[span]
        if span in done:
            continue
        done.add(span)
        if old[:1] in tuple("|>&*!") or any(path[:n] in flow for n in range(len(path))):
            continue
        new = quoted(value) if is_key and "：" in value else scalar(value)
        if new != old:
            yield Edit(span, new if old or text[span.start - 1 : span.start] in " \n" else f" {new}")
