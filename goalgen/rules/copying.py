"""Verbs floor: which texts of a project are its own words, so that they can be met again in another unit's table.

What is kept of a text is its digest and how much it tells: tables of a whole run are compared by these, wherever they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

from goalgen.labels import dense_text
from goalgen.problem import Severity
from goalgen.rules.common import short
from goalgen.rules.values import compared
from goalgen.value import ValueKind, unit_kind
from goalgen.view import Field, Project

ENOUGH = 50
"""How many characters of sentences without a figure are copied for sure."""
FIGURED = 1000
"""How much a sentence tells that has a figure of its own: as much as any number of characters."""
SHORTEST = 18
"""Characters of a sentence that is somebody's own words."""
ROWS, SHARE = 3, 0.8
"""How many rows with quantities of their own, and how much of the shorter table, make a set of indicators that is copied."""
DESCRIPTIONS = 3
USUAL = 4
"""So many units write what nobody has copied: it was handed down."""
_SENTENCE = re.compile(r"[。；;\n]")
_CITED = re.compile(r"《[^》]*》|[（(][^（）()]*号[^（）()]*[)）]|〔\d+〕\d+号")
_FIGURE = re.compile(
    r"(?<![\d.])(?!0+(?:\.0+)?(?!\d))\d+(?:\.\d+)?(?![\d.]|\s*(?:[%％年月日号时天、.．]|个月|小时|分钟|季度|周|期(?!次)))"
)
"""A number that is no date, no period, no share and no number of an item."""
_STOCK = re.compile(
    r"工资|社保|社会保险|公积金|运转|预算编制|预算执行|三公|公用经费|基本支出|从严治党|上级(?:交办|安排)"
)
"""What all units say of what all units do."""
_STANDARD = re.compile(r"^(?:反映|考核|考察|衡量|用以|用于)|[×÷/／*=＝]|之比|比例|比率|占比")
"""What descriptions are like that come from a library of indicators."""


UNITS = ("unit_name", "executing_unit", "department")
"""Whose a project is: the first of these that a form has."""
CODE = "G907"
"""The rule that says it."""


class Texts(NamedTuple):
    """The own words of a project, each a digest and how much it tells; and whose they are."""

    project: str
    unit: str
    code: str
    above: str
    """the department that it is under"""
    goals: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, int], ...]
    descriptions: tuple[tuple[str, int], ...]


class Copied(NamedTuple):
    """What one project has word for word of another unit's: how many of each kind, their digests, and whose they are."""

    twin: Texts
    sentences: int
    rows: int
    descriptions: int
    digests: frozenset[str]

    @property
    def told(self) -> int:
        """How much that is, to find the most of several."""
        return self.sentences + self.rows + self.descriptions


def own_texts(project: Project) -> tuple[Texts, list[tuple[str, Field]]]:
    """The own words of a project, and the field of each digest in the order of the table."""
    unit = next((text for name in UNITS if (text := project.text(name))), "")
    name = project.text("project_name")
    goals = list(_goals(project, [compared(text) for text in (unit, name) if text]))
    rows, descriptions = list(_rows(project)), list(_descriptions(project))
    kinds = [tuple(dict.fromkeys((digest, told) for digest, told, _ in kind)) for kind in (goals, rows, descriptions)]
    above, unit, name = ("".join(text.split()) for text in (project.text("department"), unit, name))
    texts = Texts(name, unit, project.text("unit_code"), above, *kinds)
    return texts, [(digest, field) for kind in (goals, rows, descriptions) for digest, _, field in kind]


def _goals(project: Project, names: Sequence[str]) -> Iterator[tuple[str, int, Field]]:
    for field in [*project.goals, *project.all("total_goals")]:
        for sentence in _SENTENCE.split(field.text):
            bare = _CITED.sub("", re.sub(r"^\s*[（(]?[\d一二三四五六七八九十]+[)）]?[.．、]?", "", sentence))
            text = compared(bare)
            for name in names:
                text = text.replace(name, "")
            if len(text) < SHORTEST:
                continue
            figured = _FIGURE.search(bare) is not None
            if figured or not _STOCK.search(text):
                yield _digest(text), FIGURED if figured else min(len(text), FIGURED - 1), field


def _rows(project: Project) -> Iterator[tuple[str, int, Field]]:
    """The rows that say something, by name and value; a quantity of its own tells, and what is said at length."""
    for row in project.indicators:
        name, target = row.field("indicator_name"), row.target
        if name is None or target is None or name.is_blank or target.is_blank:
            continue
        value = row.value
        plain = value.kind is ValueKind.NUMBER and len(value.numbers) == 1 and value.operator not in ("≤", "<")
        own = plain and value.numbers[0] >= 2 and unit_kind(value.unit) not in ("percent", "time", "money", "")
        said = value.kind is ValueKind.WORDS and len(compared(target.text)) >= SHORTEST
        yield _digest(f"{compared(name.text)}\n{dense_text(target.text)}"), int(own or said), name


def _descriptions(project: Project) -> Iterator[tuple[str, int, Field]]:
    for row in project.indicators:
        field = row.field("indicator_description")
        text = compared(field.text) if field else ""
        own = len(text) >= SHORTEST and text != compared(row.text("indicator_name"))
        if field and own and not _STANDARD.search(field.text.strip()):
            yield _digest(text), 1, field


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def is_of_another(one: Texts, other: Texts) -> bool:
    """Whether two projects are of different units, for sure, which have nothing to do with each other: a unit says the same
    every year, a department what its units say, and the table of all that a unit does, which is of no project, what others do."""
    if one.unit == other.above or other.unit == one.above or bool(one.project) != bool(other.project):
        return False
    if one.code and other.code:
        return one.code != other.code
    return bool(one.unit and other.unit) and one.unit != other.unit


def usual(all_of_them: Sequence[Texts]) -> frozenset[str]:
    """The sentences without a figure that so many units write that they were handed down to them."""
    told = {(digest, each.code or each.unit) for each in all_of_them for digest, much in each.goals if much < FIGURED}
    counts = Counter(digest for digest, _ in told)
    return frozenset(digest for digest, count in counts.items() if count >= USUAL)


def shared(one: Texts, other: Texts, handed: frozenset[str] = frozenset()) -> Copied | None:
    """What a project has of another unit's in its very words; None where that may be chance, or the usual phrases."""
    if not is_of_another(one, other):
        return None
    theirs = {*other.goals}, {*other.rows}, {*other.descriptions}
    goals = [each for each in one.goals if each in theirs[0] and each[0] not in handed]
    rows = [each for each in one.rows if each in theirs[1]]
    described = [each for each in one.descriptions if each in theirs[2]]
    if sum(told for _, told in goals) < ENOUGH:
        goals = []
    if sum(told for _, told in rows) < ROWS or len(rows) < SHARE * min(len(one.rows), len(other.rows)):
        rows = []
    if len(described) < max(DESCRIPTIONS, len(one.descriptions) / 2):
        described = []
    found = [*goals, *rows, *described]
    digests = frozenset(digest for digest, _ in found)
    return Copied(other, len(goals), len(rows), len(described), digests) if found else None


def copies(all_of_them: Sequence[Texts]) -> dict[int, dict[int, Copied]]:
    """For each project, by its place, the others of whose text it has much, by theirs."""
    met: dict[str, list[int]] = {}
    for place, each in enumerate(all_of_them):
        for digest, told in (*each.goals, *each.rows, *each.descriptions):
            if told:
                met.setdefault(digest, []).append(place)
    pairs = {(one, other) for places in met.values() for one, other in _pairs(places, all_of_them)}
    handed = usual(all_of_them)
    found: dict[int, dict[int, Copied]] = {}
    for one, other in sorted(pairs):
        if copied := shared(all_of_them[one], all_of_them[other], handed):
            found.setdefault(one, {})[other] = copied
    return found


MOST = 50
"""With so many others a text is compared at most: one twin is told of, and a text of a thousand tables is nobody's."""


def _pairs(places: Sequence[int], all_of_them: Sequence[Texts]) -> Iterator[tuple[int, int]]:
    """Each of some projects with the first others, of other units."""
    for one in places if len(places) > 1 else ():
        others = (other for other in places[:MOST] if is_of_another(all_of_them[one], all_of_them[other]))
        yield from ((one, other) for other in others)


def best(found: dict[int, Copied]) -> Copied:
    """The one of which there is most, the first of those that are equal."""
    return max(found.values(), key=lambda each: each.told)


def sentence(one: Texts, copied: Copied) -> tuple[str, Severity | None]:
    """What is said of what a project has of another's, and how much it weighs where that is less than it mostly does."""
    counts = ((copied.sentences, "目标 {} 句"), (copied.rows, "指标 {} 行"), (copied.descriptions, "描述 {} 条"))
    what = "、".join(words.format(count) for count, words in counts if count)
    same = one.project == copied.twin.project
    advice = "同一项目由几个单位承担的，数也要是自己的" if same else "按本单位的情况写"
    weak = same or not (copied.sentences or copied.rows)
    message = f"和「{short(copied.twin.unit)}」的「{short(copied.twin.project)}」一字不差：{what}；{advice}"
    return message, Severity.INFO if weak else None
