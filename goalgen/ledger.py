"""Things floor: the account of every character of a form's tables (law L6).

Each cell and each paragraph that belongs to a form's tables is one entry, cut without gaps into parts; what nothing claims
is residue. So the visible characters are values + labels + computed + layout + residue by construction, and a test counts
the characters of the file by another way. What is in the file and not on the page is counted apart, and is a finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from goalgen.docx import Address, Flattened, Foreign, Hidden, Look, Medium, Veil, looks_small
from goalgen.problem import Problem, Severity, Where


class Kind(StrEnum):
    """What a character of a form's tables is."""

    VALUE = "value"
    """bound by a slot"""
    LABEL = "label"
    """static text of the template"""
    COMPUTED = "computed"
    """computed by the template and found to be the same"""
    LAYOUT = "layout"
    """repeated header rows, blank rows and paragraphs"""
    RESIDUE = "residue"
    """claimed by nothing"""


class Part(Protocol):
    """A half-open range of an entry's text, and what it is."""

    @property
    def start(self) -> int:
        """Its first character."""

    @property
    def end(self) -> int:
        """The character after its last."""

    @property
    def kind(self) -> Kind:
        """What it is."""


class Rest(NamedTuple):
    """A part that nothing claims."""

    start: int
    end: int
    kind: Kind = Kind.RESIDUE


class Entry(NamedTuple):
    """The text of one cell or paragraph with its parts, which tile it."""

    address: Address
    text: str
    parts: tuple[Part, ...]


def enter(address: Address, text: str, claims: Iterable[Part]) -> Entry:
    """An entry whose gaps between the claims are residue. Claims come in the order of the text and may not overlap."""
    parts: list[Part] = []
    done = 0
    for claim in claims:
        if claim.start < done:
            raise ValueError(f"claims overlap at {claim.start} in {address}")
        if claim.start > done:
            parts.append(Rest(done, claim.start))
        parts.append(claim)
        done = claim.end
    if done < len(text):
        parts.append(Rest(done, len(text)))
    return Entry(address, text, tuple(parts))


_RESIDUE = Kind.RESIDUE


def visible(text: str) -> int:
    """How many characters of a text can be seen on the page: all but the newlines that separate paragraphs."""
    return len(text) - text.count("\n")


class Sums(NamedTuple):
    """What is told of entries that are not kept."""

    counts: Mapping[Kind, int] = {}
    residue: Sequence[tuple[Address, str]] = ()
    tables: Collection[int] = ()
    flattened: Collection[Address] = ()
    """those of them whose look says more"""


_NONE = Sums()


@dataclass(frozen=True)
class Ledger:
    """The entries of all tables that were read from a document, and what is hidden in it."""

    entries: Sequence[Entry] = ()
    hidden: Sequence[Hidden] = ()
    before: Sums = _NONE
    """what went before the entries, of a document that was too thick to keep them all"""

    def tables(self) -> set[int]:
        """The tables that the entries are in."""
        return {*self.before.tables, *(entry.address.table for entry in self.entries if entry.address.table)}

    def counts(self) -> dict[Kind, int]:
        """How many visible characters there are of each kind."""
        total: Counter[Kind] = Counter(self.before.counts)
        for entry in self.entries:
            for part in entry.parts:
                total[part.kind] += visible(entry.text[part.start : part.end])
        return {kind: total[kind] for kind in Kind}

    def residue(self) -> list[tuple[Address, str]]:
        """What nothing claimed, with its place; blank residue is dropped."""
        residue = (
            (entry.address, entry.text[part.start : part.end])
            for entry in self.entries
            for part in entry.parts
            if part.kind is _RESIDUE and entry.text[part.start : part.end].strip()
        )
        return [*self.before.residue, *residue]


_VEILS = {
    Veil.DELETED: ("R401", "修订中删去的文字还留在文件里{by}：「{text}」"),
    Veil.MOVED: ("R402", "修订中移走的文字还留在文件里{by}：「{text}」"),
    Veil.VANISHED: ("R403", "隐藏文字，没有当作内容：「{text}」"),
    Veil.WHITE: ("R404", "白底白字，没有当作内容：「{text}」"),
    Veil.TINY: ("R417", "小得看不见的文字（2 磅以下），没有当作内容：「{text}」"),
    Veil.MERGED: ("R405", "合并的单元格下面压着看不见的文字：「{text}」"),
    Veil.COMMENT: ("R406", "批注{by}：「{text}」"),
    Veil.BINDING: ("R407", "内容控件绑定的数据是「{text}」，和显示的不同；Word 打开时可能换成它"),
    Veil.PROMPT: ("R408", "还没有填的提示语「{text}」，没有当作内容"),
    Veil.RUBY: ("R409", "注音「{text}」，没有读进内容"),
    Veil.INSERTED: ("R410", "修订中加上的文字{by}，按原稿没有读：「{text}」"),
    Veil.STRUCK: ("R413", "划掉的文字（删除线），没有当作内容：「{text}」"),
}
_OUR_COMMENTS = "从这里起有 {} 条 goalgen 写的批注（检查出的问题），没有逐条列出；公开前请删去"
_LOOKS = {
    Look.SUPERSCRIPT: ("R414", "「{text}」是上标，没有对应的上标字符，当作平常的字读了，请核对", Severity.WARN),
    Look.SUBSCRIPT: ("R414", "「{text}」是下标，没有对应的下标字符，当作平常的字读了，请核对", Severity.WARN),
    Look.RAISED: ("R415", "「{text}」的位置升高了，当作平常的字读了", Severity.INFO),
    Look.LOWERED: ("R415", "「{text}」的位置降低了，当作平常的字读了", Severity.INFO),
    Look.CAPITALS: ("R416", "「{text}」里有打成小写、显示成大写的字母，照显示的读了", Severity.INFO),
}
_LIKE = {Look.RAISED: "上标", Look.LOWERED: "下标"}
AUTHOR = "goalgen"
"""By whom the comments are that tell what was found in an earlier run."""
_ONLY_TOLD = {Veil.PROMPT, Veil.RUBY, Veil.INSERTED}


def findings(hidden: Iterable[Hidden], file: str) -> Iterator[Problem]:
    """Before publication somebody must look at each hidden text; what harms nobody is only told.

    What people remark is told in full; our own comments, which are replaced by the next run's, all in one.
    """
    hidden = list(hidden)
    ours = sum(map(_is_ours, hidden))
    told_ours = False
    for one in hidden:
        code, message = _VEILS[one.veil]
        if _is_ours(one):
            if not told_ours:
                yield Problem(code, Where(file, cell=str(one.address)), _OUR_COMMENTS.format(ours), Severity.WARN)
            told_ours = True
            continue
        by = "，".join(part for part in (one.author, one.date[:10]) if part)
        text = " ".join(one.text.split()) if one.veil is Veil.COMMENT else _short(one.text)
        told = message.format(by=f"（{by}）" if by else "", text=text)
        severity = Severity.INFO if one.veil in _ONLY_TOLD else Severity.WARN
        yield Problem(code, Where(file, cell=str(one.address)), told, severity)


def _is_ours(one: Hidden) -> bool:
    return one.veil is Veil.COMMENT and one.author == AUTHOR


def flattened(texts: Sequence[Flattened], ledger: Ledger, file: str) -> Iterator[Problem]:
    """What is raised or lowered in the texts of a form's tables, and was read as if it were not."""
    places = {*ledger.before.flattened, *(entry.address for entry in ledger.entries)} if texts else ()
    for one in texts:
        if one.address in places:
            code, message, severity = _LOOKS[one.look]
            if looks_small(one.look, one.text):
                message, severity = f"{message}：像是{_LIKE[one.look]}，请核对", Severity.WARN
            yield Problem(code, Where(file, cell=str(one.address)), message.format(text=_short(one.text)), severity)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:60] + "…"


_MEDIA = {
    Medium.FILE: "嵌入的另一个文件",
    Medium.SMART_ART: " SmartArt 图形",
    Medium.CHART: "图表",
    Medium.FORMULA: "旧公式编辑器写的公式",
    Medium.OBJECT: "嵌入的对象",
    Medium.CONTROL: "控件",
    Medium.PICTURE: "图片",
}


def unread(foreign: Sequence[Foreign], tables: Collection[int], file: str) -> Iterator[Problem]:
    """What nobody looks into: in a form's tables each by itself, elsewhere the first of a kind with how many there are.

    It may hold words of the table, or tables of its own; a picture is mostly a stamp.
    """
    elsewhere = Counter((one.medium, one.program) for one in foreign if one.address.table not in tables)
    told: set[tuple[Medium, str]] = set()
    for one in dict.fromkeys(foreign):
        inside, kind = one.address.table in tables, (one.medium, one.program)
        if not inside and kind in told:
            continue
        told |= set() if inside else {kind}
        count = 1 if inside else elsewhere[kind]
        name = _MEDIA[one.medium] + (f"（{one.program}）" if one.program else "")
        what = f"这里有{name}，" if count == 1 else f"从这里起有 {count} 处{name}，"
        matters = one.medium is Medium.FILE or (inside and one.medium is not Medium.PICTURE)
        severity = Severity.WARN if matters else Severity.INFO
        yield Problem("R412", Where(file, cell=str(one.address)), f"{what}里面的文字没有读", severity)
