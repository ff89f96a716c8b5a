"""Which rows of two lists are the same row: laws over generated lists, and the published tables."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from copy import deepcopy
from itertools import combinations, permutations

import pytest
from conftest import ROOT, specs_in
from hypothesis import given
from hypothesis import strategies as st

import goalgen.align as module
from goalgen.align import How, Pair, Pairing, Row, align
from goalgen.schema import field_schema, is_list, row_key

pytestmark = pytest.mark.slow

KEY = ("一级指标", "二级指标", "三级指标")
EQUAL, SAME_KEY, SIMILAR = How

# few letters and few rows: duplicates, blank fields, equal keys and chance likeness come up all the time
texts = st.text("甲乙丙丁", max_size=4)
indicators = st.fixed_dictionaries({"一级指标": texts, "二级指标": texts, "三级指标": texts, "指标值": texts})
rows = st.one_of(
    texts, indicators, st.dictionaries(st.sampled_from([*KEY, "指标值"]), texts), st.lists(texts, max_size=2)
)
lists = st.lists(rows, max_size=8)
keys = st.sampled_from([(), KEY, ("三级指标",)])


def indicator(kind: str, name: str, value: str, said: str = "") -> dict[str, str]:
    return {"一级指标": "产出指标", "二级指标": kind, "三级指标": name, "绩效指标描述": said or name, "指标值": value}


def unmoved(size: int) -> Pairing:
    return Pairing(tuple(Pair(row, row, EQUAL) for row in range(size)), (), ())


def longest_common(left: list[Row], right: list[Row]) -> int:
    """By the book."""
    above = [0] * (len(right) + 1)
    for one in left:
        line = [0]
        for place, two in enumerate(right):
            line.append(above[place] + 1 if one == two else max(above[place + 1], line[place]))
        above = line
    return above[-1]


def in_order(pairs: list[Pair]) -> int:
    """How many pairs of the longest chain stand in the same order on both sides, by the book."""
    best: list[int] = []
    for number, pair in enumerate(pairs):
        best.append(1 + max((best[i] for i in range(number) if pairs[i].right < pair.right), default=0))
    return max(best, default=0)


# laws


@given(lists, lists, keys)
def test_every_row_is_in_one_pair_or_only_on_its_side(left, right, key):
    found = align(left, right, key)
    assert sorted([pair.left for pair in found.pairs] + [*found.only_left]) == list(range(len(left)))
    assert sorted([pair.right for pair in found.pairs] + [*found.only_right]) == list(range(len(right)))
    assert [*found.pairs] == sorted(found.pairs, key=lambda pair: pair.left)
    assert [*found.only_left] == sorted(found.only_left)
    assert [*found.only_right] == sorted(found.only_right)


@given(lists, keys)
def test_a_list_against_itself_pairs_each_row_with_itself(left, key):
    assert align(left, deepcopy(left), key) == unmoved(len(left))


@given(lists, lists, keys)
def test_it_is_the_same_from_the_other_side(left, right, key):
    assert align(right, left, key) == align(left, right, key).mirrored()


@given(st.data(), lists.filter(bool), keys)
def test_one_edit_unpairs_at_most_one_row(data, left, key):
    place = data.draw(st.integers(0, len(left) - 1))
    new = data.draw(rows)
    others = len(left) - 1
    for right in [*left[:place], new, *left[place + 1 :]], [*left[:place], *left[place + 1 :]]:
        found = align(left, right, key)
        assert sum(pair.how is EQUAL for pair in found.pairs) >= others
        assert len(found.only_left) <= 1
    added = align(left, [*left[:place], new, *left[place:]], key)
    assert (added.only_left, len(added.only_right)) == ((), 1)
    assert all(pair.how is EQUAL and not pair.moved for pair in added.pairs)


@given(lists.flatmap(lambda left: st.tuples(st.just(left), st.permutations(left))), keys)
def test_the_same_rows_in_any_order_all_pair(both, key):
    left, right = both
    found = align(left, right, key)
    assert [(left[pair.left], pair.how) for pair in found.pairs] == [(right[pair.right], EQUAL) for pair in found.pairs]
    assert len(found.pairs) == len(left)
    assert sum(not pair.moved for pair in found.pairs) == longest_common(left, right)


@given(lists, lists, keys)
def test_equal_rows_all_pair_and_as_few_rows_move_as_can(left, right, key):
    found = align(left, right, key)
    equal = [pair for pair in found.pairs if pair.how is EQUAL]
    assert all(left[pair.left] == right[pair.right] for pair in equal)
    assert not [(one, two) for one in found.only_left for two in found.only_right if left[one] == right[two]]
    assert in_order(equal) == longest_common(left, right)
    assert sum(not pair.moved for pair in found.pairs) == in_order([*found.pairs])
    assert in_order([pair for pair in found.pairs if not pair.moved]) == in_order([*found.pairs])


@given(lists, lists)
def test_rows_of_one_key_never_stay_alone_on_both_sides(left, right):
    def key(row: Row) -> tuple[str, ...]:
        found = tuple(row.get(name, "") for name in KEY) if isinstance(row, dict) else ()
        return found if any(found) else ()

    found = align(left, right, KEY)
    alone = {key(left[row]) for row in found.only_left} & {key(right[row]) for row in found.only_right}
    assert alone <= {()}
    for pair in found.pairs:
        if pair.how is SAME_KEY:
            assert key(left[pair.left]) == key(right[pair.right]) != ()
        if pair.how is SIMILAR:
            assert key(left[pair.left]) != key(right[pair.right]) or not key(left[pair.left])


@given(lists, lists, keys)
def test_the_order_of_the_fields_of_a_row_is_nothing(left, right, key):
    turned = [dict(reversed(row.items())) if isinstance(row, dict) else row for row in left]
    assert align(turned, right, key) == align(left, right, key)


@pytest.mark.parametrize("exact", [0, 10_000])
def test_it_does_not_depend_on_the_hash_seed(exact):
    script = (
        "import random, goalgen.align as a; rng = random.Random(5); a._EXACT = {};"
        "rows = [{{'三级指标': ''.join(rng.choices('甲乙丙丁戊己', k=9)), '指标值': str(i % 7)}} for i in range(90)];"
        "print(a.align(rows, [{{**r, '三级指标': r['三级指标'][1:] + '庚'}} for r in rng.sample(rows, 90)], ('三级指标',)))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", script.format(exact)],
            cwd=ROOT,
            env={"PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in range(3)
    }
    assert len(runs) == 1


# what is the same row


def test_a_changed_value_is_the_same_row_wherever_it_stands():
    left = [
        indicator("数量指标", "检查次数", "≥3次"),
        indicator("数量指标", "培训人次", "≥600人次"),
        indicator("质量指标", "合格率", "≥95%"),
    ]
    right = [
        left[1],
        {**left[2], "指标值": "≥98%"},
        {**left[0], "指标值": "≥4次", "绩效指标描述": "全年下基层检查的次数"},
    ]
    assert align(left, right, KEY) == Pairing(
        (Pair(0, 2, SAME_KEY, True), Pair(1, 0, EQUAL), Pair(2, 1, SAME_KEY)), (), ()
    )


def test_a_changed_name_is_the_same_row_while_the_rest_is_alike():
    left = [
        indicator("数量指标", "检查次数", "≥3次"),
        indicator("质量指标", "培训考核合格率", "≥95%", "合格人次占参加考核人次的比例"),
    ]
    right = [left[0], {**left[1], "三级指标": "考核通过率"}]
    assert align(left, right, KEY) == Pairing((Pair(0, 0, EQUAL), Pair(1, 1, SIMILAR)), (), ())
    other = [left[0], indicator("质量指标", "报告采纳率", "≥60%", "被主管部门采纳的报告占全部报告的比例")]
    assert align(left, other, KEY) == Pairing((Pair(0, 0, EQUAL),), (1,), (1,))


def test_a_row_of_another_level_is_the_same_row_while_the_rest_is_alike():
    left = [indicator("数量指标", "专项检查报告份数", "≥3份")]
    right = [indicator("质量指标", "专项检查报告份数", "≥3份")]
    assert align(left, right, KEY) == Pairing((Pair(0, 0, SIMILAR),), (), ())


def test_a_goal_that_moved_and_was_edited_is_a_move():
    left = [
        "全年举办科研经费政策培训12场以上，培训600人次以上。",
        "把培训课件放到网上供科研人员学习。",
        "完成年度内控制度审计。",
    ]
    right = ["完成年度内控制度审计工作。", left[0], left[1]]
    assert align(left, right) == Pairing((Pair(0, 1, EQUAL), Pair(1, 2, EQUAL), Pair(2, 0, SIMILAR, True)), (), ())


def test_of_several_that_are_alike_the_most_similar_pair_wherever_they_stand():
    left = ["按时完成科普基地认定", "按时完成科普基地评估"]
    right = ["按时完成科普基地评估工作", "按时完成科普基地认定工作"]
    found = align(left, right)
    assert [(pair.left, pair.right, pair.how) for pair in found.pairs] == [(0, 1, SIMILAR), (1, 0, SIMILAR)]
    assert [pair.moved for pair in found.pairs].count(True) == 1


def test_of_equally_similar_rows_the_order_decides():
    left = ["开头", "同一句话说了又说", "同一句话说了又说", "同一句话说了又说"]
    right = ["开头", "同一句话说了又说了", "同一句话说了又说了", "同一句话说了又说了"]
    assert align(left, right) == Pairing(
        (Pair(0, 0, EQUAL), Pair(1, 1, SIMILAR), Pair(2, 2, SIMILAR), Pair(3, 3, SIMILAR)), (), ()
    )
    assert align([*"甲乙"], ["甲", "", "", "乙"]).only_right == (1, 2)


def test_of_equally_similar_rows_the_one_behind_the_same_neighbour_pairs():
    left = ["同一句话说了又说", "不再要的第一条", "以前写的第二件", "开头", "同一句话说了又说"]
    right = ["开头", "同一句话说了又说了"]
    assert align(left, right) == Pairing((Pair(3, 0, EQUAL), Pair(4, 1, SIMILAR)), (0, 1, 2), ())


def test_while_the_rows_are_few_the_most_similar_two_of_all_pair():
    rng = random.Random(8)
    left, right = (["".join(rng.choices("甲乙丙", k=9)) for _ in range(100)] for _ in range(2))
    found = align(left, right)
    rest = [[row for row in side if row not in {*left} & {*right}] for side in (left, right)]
    sketches = [{row: module._sketch(row, 99) for row in side} for side in rest]
    best = max(module._likeness(one, two) for one in sketches[0].values() for two in sketches[1].values())
    similar = [(left[pair.left], right[pair.right]) for pair in found.pairs if pair.how is SIMILAR]
    assert max(module._likeness(sketches[0][one], sketches[1][two]) for one, two in similar) == best
    alone = [(left[one], right[two]) for one in found.only_left for two in found.only_right]
    assert all(module._likeness(sketches[0][one], sketches[1][two]) < module.BAR for one, two in alone)


def test_the_bar_is_where_it_is_said_to_be():
    # ten characters: the text itself, nine pairs of neighbours and two edges; the first eight share 8 of 12, seven share 7
    assert align(["一二三四五六七八九十"], ["一二三四五六七八子丑"]).pairs == (Pair(0, 0, SIMILAR),)
    assert align(["一二三四五六七八九十"], ["一二三四五六七寅子丑"]).pairs == ()


def test_a_blank_key_says_nothing():
    blank = dict.fromkeys(KEY, "")
    left = [{**blank, "指标值": "每月一次"}, {**blank, "指标值": "2022年12月底前"}]
    right = [{**blank, "指标值": "2022年11月底前"}, {**blank, "指标值": "不少于三项"}]
    assert align(left, right, KEY) == Pairing((Pair(1, 0, SIMILAR),), (0,), (1,))


def test_rows_of_one_key_pair_by_likeness_before_order():
    left = [
        indicator("时效指标", "按时完成", "2022年6月底前", "上半年的工作"),
        indicator("时效指标", "按时完成", "2022年12月底前", "下半年的工作"),
    ]
    right = [
        indicator("时效指标", "按时完成", "2022年3月底前", "第一季度的准备"),
        indicator("时效指标", "按时完成", "2022年7月底前", "上半年的工作"),
        indicator("时效指标", "按时完成", "2022年11月底前", "下半年的工作"),
    ]
    assert align(left, right, KEY) == Pairing((Pair(0, 1, SAME_KEY), Pair(1, 2, SAME_KEY)), (), (0,))


def test_the_first_of_two_copies_stays_and_the_second_goes():
    assert align(["甲", "甲"], ["甲"]) == Pairing((Pair(0, 0, EQUAL),), (1,), ())
    assert align(["甲", "乙", "甲"], ["乙", "甲"]) == Pairing((Pair(1, 0, EQUAL), Pair(2, 1, EQUAL)), (0,), ())


def test_rows_that_hold_lists_are_rows_too():
    left = [{"名": "甲", "件": ["一", "二"]}, {"名": "乙", "件": []}]
    right = [*left, {"名": "甲", "件": ["一", "三"]}]
    assert align(left, right[1:], ("名",)).pairs == (Pair(0, 1, SAME_KEY, True), Pair(1, 0, EQUAL))
    assert align([["一", "二"]], [["一", "三"], ["一", "二"]]) == Pairing((Pair(0, 1, EQUAL),), (), (0,))


# long lists


def test_the_short_way_for_long_lists_finds_what_the_long_way_finds(monkeypatch):
    rng = random.Random(3)
    words = [chr(code) for code in range(0x4E00, 0x4E00 + 800)]
    left = [indicator("数量指标", "".join(rng.choices(words, k=8)), f"≥{number}项") for number in range(150)]
    right = [{**row, "三级指标": row["三级指标"] + "数"} for row in rng.sample(left, 140)]
    right[20:20] = [indicator("质量指标", "".join(rng.choices(words, k=8)), "≥95%") for _ in range(10)]
    monkeypatch.setattr(module, "_EXACT", 10**9)
    whole = align(left, right, KEY)
    monkeypatch.setattr(module, "_EXACT", 0)
    assert align(left, right, KEY) == whole
    assert sum(pair.how is SIMILAR for pair in whole.pairs) == 140


def test_among_many_what_is_rare_tells_more_than_what_is_common(monkeypatch):
    rng = random.Random(4)
    monkeypatch.setattr(module, "_EXACT", 0)
    groups = [drawn(rng, 20) for _ in range(10)]
    left: list[Row] = [{"组": groups[number // 20], "名": drawn(rng, 20)} for number in range(200)]
    places = rng.sample(range(200), 200)
    found = align(left, [{**left[place], "名": left[place]["名"] + "数"} for place in places])
    assert [(places[pair.right], pair.how) for pair in found.pairs] == [(row, SIMILAR) for row in range(200)]


def test_rows_that_nothing_tells_apart_pair_where_they_stand(monkeypatch):
    monkeypatch.setattr(module, "_EXACT", 0)
    left = ["到场的人数", *["同一句话说了又说"] * 99]
    right = ["到场的人数", *["同一句话说了又说了"] * 99]
    assert align(left, right).pairs == (Pair(0, 0, EQUAL), *(Pair(row, row, SIMILAR) for row in range(1, 100)))


def test_lists_too_long_for_the_fewest_moves_still_pair_all_equal_rows(monkeypatch):
    monkeypatch.setattr(module, "_LARGE", 0)
    found = align([*"甲乙甲丙"], [*"丁甲丙甲乙"])
    assert [(pair.left, pair.right, pair.how) for pair in found.pairs] == [
        (0, 1, EQUAL),
        (1, 4, EQUAL),
        (2, 3, EQUAL),
        (3, 2, EQUAL),
    ]


def drawn(rng: random.Random, size: int) -> str:
    return "".join(chr(rng.randrange(0x4E00, 0x9000)) for _ in range(size))


def test_long_texts_are_compared_by_their_ends_where_there_are_many(monkeypatch):
    rng = random.Random(7)
    head, tail, other = (drawn(rng, 60) for _ in range(3))
    left = [head + drawn(rng, 300) + tail]
    right = [head + drawn(rng, 300) + other, head + drawn(rng, 300) + tail]
    assert align(left, right).pairs == ()
    monkeypatch.setattr(module, "_LONG_IN_ALL", 0)
    assert align(left, right).pairs == (Pair(0, 1, SIMILAR),)


@given(st.dictionaries(st.integers().map(str), st.integers(0, 400), min_size=1, max_size=30))
def test_what_is_compared_of_a_row_is_bounded(sizes):
    rng = random.Random(1)
    sketch = module._sketch({name: drawn(rng, size) for name, size in sizes.items()}, 20)
    assert sketch.size <= 20 + 4 * len(sizes)


# the published tables

SPECS = [(path.name, spec) for path in sorted(ROOT.glob("specs/*/*")) for spec in specs_in(path)]
PROJECT_10 = next(spec for spec in specs_in(ROOT / "specs/331201/2022") if spec.value["序号"] == "10")


def test_names_that_are_there_twice_do_not_confuse_it():
    left = PROJECT_10.value["绩效指标"]
    assert isinstance(left, list)
    names = [row["三级指标"] for row in left]
    twice = [number for number, name in enumerate(names) if names.count(name) > 1]
    assert [names[number] for number in twice] == ["按时完成科普基地认定", "按时完成科普基地评估"] * 2
    for one in twice:  # another value, description, name: always this row and no other
        for changed in {"指标值": "另行规定"}, {"绩效指标描述": "以批复为准"}, {"三级指标": names[one] + "工作"}:
            right = deepcopy(left)
            right[one] |= changed
            how = SIMILAR if "三级指标" in changed else SAME_KEY
            expected = [Pair(row, row, how if row == one else EQUAL) for row in range(len(left))]
            assert align(left, right, KEY) == Pairing(tuple(expected), (), ())
        right = left[:one] + left[one + 1 :]
        assert align(left, right, KEY).only_left == (one,)
        assert not any(pair.moved for pair in align(left, right, KEY).pairs)
    for one, two in permutations(twice, 2):  # moved, the level kept
        right = left[:one] + left[one + 1 :]
        right.insert(two, left[one])
        found = align(left, right, KEY)
        assert {pair.left for pair in found.pairs if pair.moved} <= ({one} if abs(one - two) > 1 else {one, two})
        assert all(left[pair.left] == right[pair.right] for pair in found.pairs)


def test_on_the_published_tables_one_field_written_anew_is_the_same_row_and_another_row_is_another():
    missed = edits = taken = others = 0
    for _, spec in SPECS:
        for value in spec.value.values():
            table = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
            for row in table:
                for name in row:
                    edits += 1
                    missed += not align([row], [{**row, name: "全部重新写过的"}]).pairs
            for one, two in combinations(table, 2):
                others += 1
                taken += bool(align([one], [two]).pairs)
    assert (missed, edits, taken, others) == (11, 1293, 28, 924)


@pytest.mark.parametrize("path", sorted(ROOT.glob("schemas/*-*.schema.json")), ids=lambda path: path.name)
def test_every_list_of_rows_of_a_packaged_form_names_its_key(path):
    schema = json.loads(path.read_text("utf8"))
    lists = [name for name, part in schema["properties"].items() if is_list(part)]
    rows = {name: field_schema(schema, (name, 0)) or {} for name in lists}
    for name, row in rows.items():
        key = row_key(schema, (name,))
        assert set(key) <= set(row.get("properties", {}))
        assert bool(key) == (row["type"] == "object")
    assert any(row["type"] == "object" for row in rows.values())


def test_a_schema_may_name_no_key():
    assert row_key({"properties": {"绩效指标": {"items": {"type": "object"}}}}, ("绩效指标",)) == ()
    assert row_key({"properties": {"绩效指标": {"items": {"x-goalgen": {"key": "名称"}}}}}, ("绩效指标",)) == ()
    assert row_key({}, ("绩效指标",)) == ()
