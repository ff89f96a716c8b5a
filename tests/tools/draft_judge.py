"""The judge of drafts: what `goalgen form draft` took each value for, against what a person takes it for.

Usage: python -m tests.tools.draft_judge [NAME …] prints every value that is not right, of all or of the named tables.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

import drafts
from drafts import DraftForm, Judgement, Truth

from goalgen import codes
from goalgen.cli.new import skeleton
from goalgen.desk.proving import Proof, prove
from goalgen.form import Form, make_form
from goalgen.problem import Problem, Severity
from goalgen.rules.common import YUAN
from goalgen.spec import dump, load
from goalgen.text import Source
from goalgen.verbs.build import build
from goalgen.verbs.draft import Draft, draft
from goalgen.verbs.read import read
from goalgen.vocabulary import TO_FILL, meaning_of_field

RIGHT, DOUBT, WRONG = "对", "疑", "错"
ASPECTS = NAME, LIST, MEANING, UNIT = "名称", "清单", "意思", "单位"
_MARK = "？"
SEED = drafts.FOLDER.parent / "legacy" / "tianjin-2022.docx"


class RefusedError(Exception):
    """A document of which no form can be drafted, with the problems that say why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("；".join(map(str, problems)))
        self.problems = problems


class Verdict(NamedTuple):
    """What is judged of one value, and how."""

    aspect: str
    verdict: str
    where: str
    said: str


@dataclass
class Judged:
    """A draft, its proof on the documents, and the verdicts; `keys` leads from the names of a person to those of the draft."""

    draft: Draft
    form: Form
    proofs: list[Proof]
    verdicts: list[Verdict] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)

    def count(self) -> Counter[tuple[str, str]]:
        """How many verdicts of each kind."""
        return Counter((each.aspect, each.verdict) for each in self.verdicts)

    @property
    def problems(self) -> list[Problem]:
        """What reading and building the drafted documents again brought up."""
        return [problem for proof in self.proofs for problem in proof.problems]


class Drawn(NamedTuple):
    """A field of the draft: its key, the list it belongs to, its part of the schema."""

    key: str
    listed: str
    part: Mapping[str, Any]

    @property
    def doubtful(self) -> bool:
        return _MARK in str(self.part.get("title", ""))


def squash(text: str) -> str:
    """A name without what names cannot hold, so that `1-6月执行数` and `1_6月执行数` are one name."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).lower()


def drawn(drafted: Draft) -> dict[str, list[Drawn]]:
    """The fields of a draft by the address of their values."""
    properties: Mapping[str, Any] = drafted.schema["properties"]
    found: dict[str, list[Drawn]] = {}
    for want in drafted.wants:
        part = properties[want.key]
        if not want.items:
            found.setdefault(str(want.address), []).append(Drawn(want.key, "", part))
        for column in want.items:
            inner = part["items"]["properties"][column.key]
            found.setdefault(str(column.address), []).append(Drawn(column.key, want.key, inner))
    return found


def judge(judgement: Judgement, named: Sequence[tuple[str, bytes]]) -> Judged:
    """Draft from the documents, the first of which is the one judged by a person, prove the draft on them, and judge it."""
    drafted, refused = draft(named, "新表")
    if drafted is None:
        raise RefusedError(refused)
    made, problems = make_form("新表", drafted.template, drafted.schema, "新表.docx")
    if made is None:
        raise RefusedError(problems)
    proofs = [prove(made, name, data, first=not number) for number, (name, data) in enumerate(named)]
    judged = Judged(drafted, made, proofs)
    fields = drawn(drafted)
    told = {problem.where.cell for problem in drafted.problems if problem.code == "F301"}
    for address, truths in judgement.places.items():
        here = fields.pop(address, [])
        for number, truth in enumerate(truths):
            if number < len(here):
                judged.verdicts += _field(truth, here[number], address, judged, judgement.labels)
            elif not truth.optional:
                verdict = DOUBT if address in told else WRONG
                judged.verdicts.append(Verdict(NAME, verdict, address, f"«{truth.name}» 没有起草"))
        judged.verdicts += [_extra(each, address) for each in here[len(truths) :]]
    judged.verdicts += [_extra(each, address) for address, rest in fields.items() for each in rest]
    judged.verdicts += _lists(judgement, judged)
    if judgement.titles:
        said = str(drafted.schema["title"])
        verdict = RIGHT if said in judgement.titles else DOUBT if _MARK in said else WRONG
        judged.verdicts.append(Verdict(NAME, verdict, "标题", said))
    return judged


def _extra(found: Drawn, address: str) -> Verdict:
    return Verdict(NAME, DOUBT if found.doubtful else WRONG, address, f"固定的文字起草成了「{found.key}」")


def _field(truth: Truth, found: Drawn, address: str, judged: Judged, labels: Iterable[str]) -> Iterator[Verdict]:
    judged.keys[f"{truth.listed}/{truth.name}" if truth.listed else truth.name] = (
        f"{found.listed}/{found.key}" if found.listed else found.key
    )
    right = (
        _is_name(truth, found, labels) and bool(truth.listed) <= bool(found.listed) and _is_value(truth, found, judged)
    )
    if truth.doubtful:
        verdict = DOUBT if found.doubtful else WRONG
    else:
        verdict = RIGHT if right else DOUBT if found.doubtful else WRONG
    yield Verdict(NAME, verdict, address, f"«{truth.name}» → 「{found.key}」")
    meaning = meaning_of_field(found.key, found.part)
    if meaning is not None or None not in truth.meanings:
        verdict = RIGHT if meaning in truth.meanings else DOUBT if found.doubtful else WRONG
        yield Verdict(MEANING, verdict, address, f"«{truth.name}» {truth.meanings} → {meaning}")
    if truth.unit:
        about = "title x-unit" if truth.unit in YUAN else "title x-unit description"
        text = unicodedata.normalize("NFKC", " ".join(str(found.part.get(key, "")) for key in about.split()))
        verdict = RIGHT if re.search(rf"(^|\W){truth.unit}(\W|$)", text) else DOUBT if found.doubtful else WRONG
        yield Verdict(UNIT, verdict, address, f"«{truth.name}» {truth.unit} → 「{text}」")


def _is_value(truth: Truth, found: Drawn, judged: Judged) -> bool:
    read = judged.proofs[0].values
    return truth.value is None or not read or _plain(read[0].get(found.key)) == _plain(truth.value)


def _is_name(truth: Truth, found: Drawn, labels: Iterable[str] = ()) -> bool:
    """Whether a person would be content with the name: it is one of theirs, or says all parts of it and hardly more.

    The label of the group before it, 申请鉴定单位_联系电话, does no harm.
    """
    names = [*truth.names, *(f"{label}_{truth.name}" for label in labels)]
    for key in {found.key, f"{found.listed}_{found.key}"}:
        if squash(key) in map(squash, names):
            return True
        parts = [squash(part) for part in truth.name.split("_")]
        if len(parts) > 1 and all(part in squash(key) for part in parts) and len(key) <= len(truth.name) + 6:
            return True
    return False


def _lists(judgement: Judgement, judged: Judged) -> Iterator[Verdict]:
    proof = judged.proofs[0].values
    for name, (truth, height) in judgement.lists.items():
        owners = {
            key.split("/")[0] if "/" in key else "" for own, key in judged.keys.items() if own.startswith(f"{name}/")
        }
        owner = next(iter(owners), "")
        if len(owners) != 1 or not owner:
            yield Verdict(LIST, WRONG, name, f"«{name}» 没有起草成一个清单")
            continue
        judged.keys[name] = owner
        part = judged.draft.schema["properties"][owner]
        mark = DOUBT if _MARK in part["title"] else WRONG
        named = _is_name(truth, Drawn(owner, "", part))
        yield Verdict(LIST, RIGHT if named else mark, name, f"«{name}» → 「{owner}」")
        rows = len(proof[0].get(owner) or []) if proof else 0
        yield Verdict(LIST, RIGHT if rows == height else mark, name, f"«{name}» 有 {height} 行，读出 {rows} 行")
        meaning = meaning_of_field(owner, part)
        if meaning is not None or None not in truth.meanings:
            verdict = RIGHT if meaning in truth.meanings else mark
            yield Verdict(MEANING, verdict, name, f"«{name}» {truth.meanings} → {meaning}")


@cache
def judged_form(name: str, kind: str) -> Judged:
    """A form of the corpus: `一份` drafted from its first document, `两份` from all, `空白` from the blank one."""
    form = drafts.load(name)
    if kind == "空白":
        blank = form.emptied()
        assert blank is not None
        assert form.blank is not None
        return judge(form.judgement(form.blank), [(f"{name}-0.docx", blank)])
    documents = [(f"{name}-{number}.docx", data) for number, data in enumerate(form.filled(), 1)]
    return judge(form.judgement(form.values[0]), documents[:1] if kind == "一份" else documents)


@cache
def judged_document(path: Path) -> Judged:
    """A published table, or a form of a norm, by the judgement in tests/data/forms/judged.yaml."""
    data = path.read_bytes()
    return judge(drafts.judgement(path.stem, data), [(path.name, data)])


def second(name: str, kind: str = "一份") -> list[str]:
    """What is not well when the second document is read by the draft of the first: residue, or another value than is there."""
    form = drafts.load(name)
    try:
        judged = judged_form(name, kind)
    except RefusedError as refused:
        return [f"起草不了：{refused}"]
    proof = prove(judged.form, f"{name}-2.docx", form.filled()[1], first=False)
    found = [str(problem) for problem in proof.problems]
    if not proof.values:
        return [*found, "没有读出来"]
    return found + list(_unlike(form, form.values[1], proof.values[0], judged.keys))


def _unlike(
    form: DraftForm, values: Mapping[str, Any], read: Mapping[str, Any], keys: Mapping[str, str]
) -> Iterator[str]:
    for name, truth in form.fields.items():
        if name not in keys:
            continue
        key, owner = keys[name], truth.listed
        if owner:
            column = form.columns(owner).index(truth.name)
            true = [row[column] for row in values.get(owner) or []]
        else:
            true = values.get(name, "")
        if "/" in key:
            listed, _, column_key = key.partition("/")
            got: Any = [row.get(column_key) for row in read.get(listed) or []]
            got = got if owner else "".join(map(str, got))
        else:
            got = read.get(key)
            if isinstance(got, list) and not owner:  # numbered paragraphs, whose numbers the template prints
                true = re.sub(r"(?m)^\s*\d+\s*[.．、]", "", true).split("\n")
            got = [got] if owner else got
        if _plain(got) != _plain(true):
            yield f"«{name}» 是 {true!r}，读成「{key}」{got!r}"


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(_plain(each) for each in value)
    return "".join(str("" if value is None else value).split())


def filled_blank(name: str) -> list[str]:
    """What is not well when the draft of the blank form is filled with the first document's values, built, and read again."""
    form = drafts.load(name)
    try:
        judged = judged_form(name, "空白")
    except RefusedError as refused:
        return [f"起草不了：{refused}"]
    value = skeleton(judged.draft.schema)
    for own, true in form.values[0].items():
        key = judged.keys.get(own)
        if own in form.lists:
            value[key] = [_row(form, judged, own, row) for row in true] if key else []
        elif key and "/" in key:
            listed, _, column = key.partition("/")
            rows = value[listed] = value[listed] if value.get(listed) not in (None, [TO_FILL]) else [{}]
            rows[0][column] = true
        elif key:
            value[key] = true
    lacking = [own for own in form.values[0] if own not in judged.keys]
    if lacking:
        return [f"没有栏位：{'、'.join(lacking)}"]
    loaded, problems = load(Source("新.yaml", dump(value, judged.form.schema)))
    assert loaded is not None, problems
    built = build([loaded], judged.form)
    if built.data is None:
        return [str(problem) for problem in built.problems]
    reading = read(built.data, "新.docx", [judged.form])
    found = [str(p) for p in reading.problems if p.severity is not Severity.INFO and not codes.is_of(p, codes.HIDDEN)]
    if not reading.specs:
        return [*found, "没有读出来"]
    return found + list(_unlike(form, form.values[0], reading.specs[0].value, judged.keys))


def _row(form: DraftForm, judged: Judged, name: str, row: Sequence[str]) -> dict[str, str]:
    pairs = zip(form.columns(name), row, strict=True)
    return {judged.keys[f"{name}/{column}"].partition("/")[2]: text for column, text in pairs}


def conformance() -> dict[str, list[str]]:
    """What comes of the drafts of the conformance files: the names of the files by what is to be said of them."""
    found: dict[str, list[str]] = {}
    for path in sorted((drafts.FOLDER.parents[1] / "conformance").glob("*.form.docx")):
        found.setdefault(_construct(path), []).append(path.name.partition(".")[0])
    order = sorted(found, key=lambda said: -len(found[said]))
    return {said: found[said] for said in order}


def _construct(path: Path) -> str:
    data = path.read_bytes()
    try:
        judged = judge(drafts.judgement(f"conformance/{path.name.partition('.')[0]}", data), [(path.name, data)])
    except RefusedError as refused:
        return f"起草不了，说明了为什么：{refused.problems[0].code}"
    wrong = sum(verdict.verdict == WRONG for verdict in judged.verdicts)
    told = sorted({problem.code for problem in judged.problems})
    if wrong:
        return f"有错 {wrong} 处"
    return f"判断全对或有疑；核对时有 {'、'.join(told)}" if told else "判断全对或有疑，核对全部相同"


def kinds(name: str) -> list[str]:
    """The ways in which a form of the corpus is drafted."""
    form = drafts.load(name)
    return ["一份", *(["两份"] if len(form.values) > 1 else []), *(["空白"] if form.blank is not None else [])]


def cases() -> dict[str, Callable[[], Judged]]:
    """All that is judged: how each is drafted, by name."""
    found: dict[str, Callable[[], Judged]] = {
        path.stem: partial(judged_document, path) for path in [*sorted(drafts.FORMS.glob("*.docx")), SEED]
    }
    for name in drafts.names():
        found |= {f"{name} {kind}": partial(judged_form, name, kind) for kind in kinds(name)}
    return found


def report(chosen: Sequence[str]) -> Iterator[str]:
    """Every verdict that is not right, case by case, and the sums."""
    total: Counter[tuple[str, str]] = Counter()
    for name, make in cases().items():
        if chosen and not any(name.startswith(each) for each in chosen):
            continue
        try:
            judged = make()
        except RefusedError as refused:
            yield f"== {name}：起草不了 {refused}"
            continue
        count = judged.count()
        total += count
        yield f"== {name}：{_sums(count)}"
        yield from (f"   {v.verdict} {v.aspect} {v.where} {v.said}" for v in judged.verdicts if v.verdict != RIGHT)
        yield from (f"   核对 {problem}" for problem in judged.problems)
        if name.endswith(" 一份"):
            yield from (f"   第二份 {line}" for line in second(name.partition(" ")[0]))
    yield f"共：{_sums(total)}"


def _sums(count: Mapping[tuple[str, str], int]) -> str:
    return "；".join(
        f"{aspect} " + " ".join(f"{verdict}{count.get((aspect, verdict), 0)}" for verdict in (RIGHT, DOUBT, WRONG))
        for aspect in ASPECTS
    )


if __name__ == "__main__":
    for line in report(sys.argv[1:]):
        print(line)
