"""What law L11 is tested on: texts with something wrong in them, what is said of them, and what comes of writing it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from conftest import ROOT
from rules import schema
from test_slips_whole import BASE, WHOLE
from test_spec_load import REFUSED
from test_spec_slips import SLIPS, WARNINGS

from goalgen.codes import registry
from goalgen.problem import TEXT, Problem, Severity
from goalgen.rules import Project, catalog, judge
from goalgen.rules.rule import examples
from goalgen.spec import dump, load
from goalgen.text import Source, apply_edits
from goalgen.verbs.check import check

FORM = "tianjin-2022"


class Judged(NamedTuple):
    """A text, whether it loads, and what is wrong with it."""

    source: Source
    loads: bool
    problems: Sequence[Problem]

    @property
    def errors(self) -> Counter[tuple[str, str]]:
        return Counter((p.code, p.message) for p in self.problems if p.severity is Severity.ERROR)


def look(text: str, *, fragment: bool = False) -> Judged:
    """A text held against the form, or, a fragment, only against YAML and the rules."""
    source = Source("例.yaml", text)
    if fragment:
        spec, problems = load(source)
        given = dict(re.findall(r"^# ([\w-]+): (\S+)$", text, re.MULTILINE))
        form: object = {"x-goalgen": {"taxonomy": given.get("taxonomy", "cn-2015-88")}}
    else:
        form = schema(FORM)
        spec, problems = check(source, lambda name: schema(FORM) if name == FORM else None, [FORM])
    found = judge([Project(spec, form)]) if spec is not None else []  # type: ignore[arg-type]
    return Judged(source, spec is not None, [*problems, *found])


def good() -> list[str]:
    """The specs of the seed in which there is no error."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "specs/331201/2022").glob("*.yaml"))]
    return [text for text in texts if not look(text).errors]


def fragments() -> Iterator[str]:
    """The slips of the tests, the examples on the pages of the codes, and the bad examples of the rules."""
    yield from (text for text, _ in [*SLIPS, *WARNINGS])
    yield from (text for text, _ in REFUSED if len(text) < 1000)
    yield from (each.text for code in registry().values() if "```yaml" in code.body for each in examples(code.body))
    yield from (part for rule in catalog().values() for each in rule.bad for part in each.text.split("---\n"))


def corpus() -> Iterator[tuple[str, bool]]:
    """All texts that are written down, each with whether it is a fragment: slips and examples, alone and in a whole spec."""
    yield from ((text, True) for text in fragments())
    yield from ((BASE.replace(slip["原"], slip["写成"], 1), False) for slip in WHOLE)
    yield from ((text, False) for rule in catalog().values() for each in rule.bad for text in in_whole(each.text))


def in_whole(text: str) -> Iterator[str]:
    """The parts of an example, each put into a good spec: its fields in place of those, its rows with what they lack."""
    base, _ = load(Source("底.yaml", BASE))
    assert base is not None
    row = base.value["绩效指标"][0]  # type: ignore[index]
    for part in text.split("---\n"):
        spec, _ = load(Source("例.yaml", part))
        if spec is not None:
            value = {**base.value, **spec.value}
            rows = value["绩效指标"]
            value["绩效指标"] = [{**row, **each} if isinstance(each, dict) else each for each in rows]  # type: ignore[dict-item]
            yield dump(value, schema(FORM))


def advised(judged: Judged) -> list[Problem]:
    """The problems that tell what to write, or say how they are mended."""
    return [problem for problem in judged.problems if problem.text or problem.fix]


SAID = re.compile(
    r"(?:写成|改为|改成|应写作|应写全|换成|是不是)(?:符号|全角|英文|必填的)?[：: ]*(?P<quote>「?)(?P<what>.)", re.DOTALL
)
"""What tells to write something, and what comes after it."""


def unbacked(problem: Problem) -> list[str]:
    """What a message tells to write that is not the text of its problem (law L11): a quotation, or an end of the sentence."""
    found = []
    for match in SAID.finditer(problem.sentence):
        rest = problem.sentence[match.end() - 1 :]
        own = rest.startswith(TEXT) and problem.text
        if not own and (match["quote"] or re.match(r"[≥≤=<>\d\"']", rest)):
            found.append(f"{problem.code} {problem.sentence}")
    return found


def written(judged: Judged, problem: Problem) -> str:
    """The text with what a problem tells to write written there."""
    return apply_edits(judged.source.text, problem.fix)


UNJUDGED = {"S201", "S202", "S214"}
"""Told of a spec that was held against no form."""


def uncured(before: Judged, problem: Problem, after: Judged) -> list[str]:
    """What contradicts the law: the problem is still there, or an error is new.

    A text that did not load hid what follows from its first error, so that there only what is said of the written lines
    counts.
    """
    same = Counter((p.code, p.message) for p in after.problems)
    was = Counter((p.code, p.message) for p in before.problems)
    found = [f"still: {problem}"] if same[problem.code, problem.message] >= was[problem.code, problem.message] else []
    new = after.errors - before.errors
    if UNJUDGED & {p.code for p in before.problems}:  # only now it is held against its form
        new = Counter({key: count for key, count in new.items() if not key[0].startswith(("S2", "G"))})
    first = before.source.position(min(edit.span.start for edit in problem.fix))[0]
    if not before.loads:
        last = first + sum(edit.text.count("\n") for edit in problem.fix)
        at = {(p.code, p.message) for p in after.problems if first <= p.where.line <= last and not p.fix}
        new = Counter({key: count for key, count in new.items() if key in at and key[0].startswith("S1")})
    else:  # the same error may now quote the value otherwise
        there = {(p.code, p.where.line) for p in before.problems}
        stays = {(p.code, p.message) for p in after.problems if (p.code, p.where.line) in there}
        new = Counter({key: count for key, count in new.items() if key not in stays})
        if problem.code in ("G202", "G809", "S207"):  # an amount that could not be reckoned with before
            new = Counter({key: count for key, count in new.items() if key[0] not in ("G201", "G521")})
    return found + [f"new: {code} {message}" for code, message in new]


def mutated(text: str, kind: int, line: int, value: int) -> str:
    """A good spec with one slip of a kind in one of its lines."""
    lines = text.split("\n")[:-1]
    place = line % len(lines)
    this = lines[place]
    match = re.match(r"(?P<lead> *(?:- )?)(?P<key>[^:]+): (?P<value>.+)", this)
    if match is None:
        lines[place] = [this.replace("- ", "-", 1), f"{this}\n粘贴来的一行", f"\u3000{this}", this[1:]][kind % 4]
        return "\n".join([*lines, ""])
    lead, key, old = match["lead"], match["key"], match["value"]
    bare = old.strip('"')
    lines[place] = [
        f"{lead}{key}：{old}",
        f"{lead}{key}:{old}",
        f"{lead}{key}：“{bare}”",
        f"{lead}“{key}”: {old}",
        f"{lead.replace('- ', '-')}{key}: {old}",
        f"{lead}{key}：{bare} # 注",
        f"{lead}{key}: {bare}\u200b",
        f"{lead}{key}: {bare[:1]}\xa0{bare[1:]}",
        f"{lead}{key}: {bare}\u3000",
        f'{lead}{key}: "{bare[:2]}\n  {lead and "  "}{bare[2:]}"',
        f"{lead}{key}: |\n    {bare}",
        f"{lead}{key[:-1]}直: {old}",
        f'{lead}{key}: "{bare}',
        f'{lead}{key}: "{bare}"等',
        f'{lead}{key}: "\\uD83D\\uDE00{bare}"',
        f"{lead}{key}: {VALUES[value % len(VALUES)]}",
        f"{lead}\u3000{key}: {old}",
        f"{lead}{key}: !!str {old}",
        f'{lead}{key}: "D:\\预算"',
        f"{lead}{key}: {old} #备注",
        f"{lead.replace('- ', '－')}{key}: {old}",
        f"{lead.replace('- ', '* ')}{key}：{old}",
        f"{lead}「{key}」：「{bare}」",
        f"{lead.replace('- ', '')}{key}: {old}",
        f"{lead.lstrip(' ')}{key}: {old}",
        f"{this}\n其中：讲课费3万元。",
        f"{lead}{key}: |-\n    {bare.strip() or '首段'}\n其中：讲课费3万元。\n    末段",
        f"{lead}{key}: |-\n{bare}",
        f'{lead}{key}: "{bare}" 万元',
        f"{lead}{key}: `{bare}`",
        f'{lead}{key}: "{bare}\\预\\2\\uD842\\uDFB7"',
        f"{lead}{key}: >-\n    {bare}\n    又一行",
    ][kind % 32]
    return "\n".join([*lines, ""])


VALUES = [
    "≥100%", "100%", ">=95", "＞＝95%", "异议次数≤1", "≤12月", "2022年12月底前完成", "250万", "“256.80”", "'\"256.80\"'", "90万",
    "2280次", "290%", "不少于30家", "30家以上", "2022年12月31日", "产出指示", "100", "0.5", "95百分比", "的的", "3*4", "≤2022年6月20日",
    "见《关于<规划>的意见》", "2020-2022年", "@一", ">95%", "%5", "用于: 讲课", "一 #二", "[一", "“两会”宣传", "万圆", "tianjin-2220",
]  # fmt: skip
"""Values that some rule or reader has something to say about."""
