"""Law L10: three versions of one spec become one; what cannot be settled is marked, and nothing is dropped silently."""

from __future__ import annotations

import copy
import itertools
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT, form
from hypothesis import given, settings
from hypothesis import strategies as st
from test_splicing import ROW, SCHEMA, TEXT, VARIANTS, edited, loaded

from goalgen.cli import main
from goalgen.spec import dump, load
from goalgen.spec.splicing import respelled
from goalgen.text import Source
from goalgen.verbs.merge import Style, merge
from goalgen.verbs.merge.values import ABSENT, merged
from goalgen.verbs.read import read

SMALL = {
    "properties": {
        "甲": {},
        "乙": {},
        "行": {"items": {"x-goalgen": {"key": ["名"]}, "properties": {"名": {}, "值": {}}}},
    }
}


def with_value(spec, value):
    """A spec with another value, as somebody would have typed it."""
    return loaded(respelled(spec, value, SCHEMA).text)


@given(st.data())
@settings(max_examples=40)
def test_law_l10_what_one_side_left_alone_is_the_others(data):
    base = loaded(data.draw(st.sampled_from(VARIANTS)))
    a = with_value(base, data.draw(edited(base.value)))
    assert merge(base, a, base, SCHEMA).text == a.source.text
    assert merge(base, base, a, SCHEMA).text == a.source.text
    assert merge(base, a, a, SCHEMA).text == a.source.text
    assert merged(base.value, a.value, base.value, SCHEMA).value == a.value
    assert merged(base.value, base.value, a.value, SCHEMA).value == a.value
    assert not merged(base.value, base.value, a.value, SCHEMA).clashes


@given(st.data())
@settings(max_examples=60)
def test_law_l10_no_side_is_dropped_and_sides_may_change_places(data):
    base = loaded(data.draw(st.sampled_from(VARIANTS[:4])))
    one, two = (with_value(base, data.draw(edited(base.value))) for _ in range(2))
    there, back = (merged(base.value, *sides, SCHEMA) for sides in ((one.value, two.value), (two.value, one.value)))
    assert {clash.path[0] for clash in there.clashes} == {clash.path[0] for clash in back.clashes}
    result = merge(base, one, two, SCHEMA)
    if not there.clashes:
        assert loaded(result.text).value == there.value
        for key in ("绩效指标", "绩效目标"):
            rows = [
                Counter(json.dumps(row, sort_keys=True) for row in side.value.get(key, [])) for side in (there, back)
            ]
            assert rows[0] == rows[1]
    else:
        assert settle(result.text, "ours") != settle(result.text, "theirs")
        for side in ("ours", "theirs"):
            assert (
                loaded(settle(result.text, side)).value == loaded(merge(base, one, two, SCHEMA, favor=side).text).value
            )


def settle(text: str, side: str) -> str:
    """A text with every conflict settled for one side, as an editor's button does it."""
    block = re.compile(r"<{7} ours\r?\n(.*?)={7}\r?\n(.*?)>{7} theirs\r?\n", re.DOTALL)
    return block.sub(lambda match: match[1 if side == "ours" else 2], text)


# every small case against a plain model: two fields and two rows, all edits up to two a side

FIELDS = [("甲",), ("乙",), ("行", 0, "值"), ("行", 1, "值")]


def steps():
    yield from ((("set", path, text)) for path in FIELDS for text in "xy")
    yield from (("drop", ("行", place), None) for place in (0, 1))
    yield ("add", ("行", 2), {"名": "新", "值": "z"})
    yield ("add", ("行", 2), {"名": "别", "值": "w"})
    yield ("swap", ("行",), None)


def stepped(value, some):
    value = copy.deepcopy(value)
    dropped = []
    for kind, path, new in some:
        if kind == "set":
            inner = value
            for step in path[:-1]:
                inner = inner[step]
            inner[path[-1]] = new
        elif kind == "add":
            value["行"].append(new)
        elif kind == "drop":
            dropped.append(path[1])
    if any(kind == "swap" for kind, _, _ in some):
        value["行"][:2] = value["行"][1::-1]
        dropped = [1 - place for place in dropped]
    value["行"] = [row for place, row in enumerate(value["行"]) if place not in dropped]
    return value


def model(ours, theirs):
    """What a plain model says: the places that clash, and what both sides leave of the rows."""
    sets = [{path: new for kind, path, new in side if kind == "set"} for side in (ours, theirs)]
    drops = [{path for kind, path, _ in side if kind == "drop"} for side in (ours, theirs)]
    clashes = {path for path in sets[0].keys() & sets[1].keys() if sets[0][path] != sets[1][path]}
    for one, two in ((0, 1), (1, 0)):
        clashes |= {path for path in drops[one] - drops[two] if any(each[:2] == path for each in sets[two])}
    return {path for path in clashes if not any(path[:2] in side for side in drops) or len(path) == 2}


@pytest.mark.parametrize(("most", "cases"), [(1, 100), pytest.param(2, 4000, marks=pytest.mark.slow)])
def test_every_small_case_is_as_a_plain_model_says(most, cases):
    base = {"甲": "a", "乙": "b", "行": [{"名": "一", "值": "p"}, {"名": "二", "值": "q"}]}
    sides = [some for count in range(most + 1) for some in itertools.combinations(steps(), count)]
    sides = [
        some
        for some in sides
        if len({path for kind, path, _ in some if kind != "add"}) == sum(k != "add" for k, _, _ in some)
    ]
    sides = [some for some in sides if not any(k == "set" and ("drop", p[:2], None) in some for k, p, _ in some)]
    count = 0
    for ours, theirs in itertools.product(sides, repeat=2):
        one, two = stepped(base, ours), stepped(base, theirs)
        found = merged(base, one, two, SMALL)
        assert len(found.clashes) == len(model(ours, theirs)), (ours, theirs, found.clashes)
        if not found.clashes:
            names = Counter(row["名"] for row in found.value["行"])
            dropped = {base["行"][path[1]]["名"] for side in (ours, theirs) for kind, path, _ in side if kind == "drop"}
            added = {new["名"] for side in (ours, theirs) for kind, _, new in side if kind == "add"}
            assert names == Counter({*(row["名"] for row in base["行"]), *added} - dropped)
            swapped = any(kind == "swap" for side in (ours, theirs) for kind, _, _ in side)
            left = [row["名"] for row in found.value["行"] if row["名"] in "一二"]
            assert left == sorted(left, key=["二一", "一二"][not swapped].index)
            for _, path, new in (step for side in (ours, theirs) for step in side if step[0] == "set"):
                if len(path) == 1:
                    assert found.value[path[0]] == new
                else:
                    assert next(row for row in found.value["行"] if row["名"] == "一二"[path[1]])["值"] == new
        count += 1
    assert count == len(sides) ** 2 > cases


# what the lines look like


def both(one, two, base=TEXT, **options):
    start = loaded(base)
    ours, theirs = copy.deepcopy(start.value), copy.deepcopy(start.value)
    one(ours), two(theirs)
    return merge(start, with_value(start, ours), with_value(start, theirs), SCHEMA, **options)


def changed_lines(text: str, base: str = TEXT) -> str:
    import difflib

    return "\n".join(line for line in difflib.ndiff(base.splitlines(), text.splitlines()) if line[0] in "+-")


def test_edits_to_different_fields_rows_and_places_are_clean():
    def ours(value):
        value["绩效指标"][0]["指标值"] = "≤45万元"
        value["绩效指标"].insert(2, dict(ROW))

    def theirs(value):
        value["绩效指标"][0]["三级指标"] = "预算控制数"
        value["绩效指标"].insert(2, {**ROW, "三级指标": "及时率"})
        value["预算数"] = "45.00"

    result = both(ours, theirs)
    assert not result.clashes
    assert changed_lines(result.text) == (
        "- 预算数: '43.00'\n+ 预算数: '45.00'\n-   三级指标: 预算控制\n+   三级指标: 预算控制数\n"
        "-   指标值: ≤43.5万元   # 上限\n+   指标值: ≤45万元   # 上限\n"
        "+ - 一级指标: 产出指标\n+   二级指标: 质量指标\n+   三级指标: 合格率\n+   指标值: ≥90%\n"
        "+ - 一级指标: 产出指标\n+   二级指标: 质量指标\n+   三级指标: 及时率\n+   指标值: ≥90%"
    )


def put(*path, to):
    def change(value):
        for step in path[:-1]:
            value = value[step]
        if to is ABSENT:
            del value[path[-1]]
        else:
            value[path[-1]] = to

    return change


@pytest.mark.parametrize(
    ("path", "one", "two", "lines"),
    [
        (
            ("预算数",),
            "44.00",
            "45.00",
            "- 预算数: '43.00'\n+ <<<<<<< ours\n+ 预算数: '44.00'\n+ =======\n+ 预算数: '45.00'\n+ >>>>>>> theirs",
        ),
        (
            ("绩效指标", 0, "一级指标"),
            "甲",
            "乙",
            "+ <<<<<<< ours\n- - 一级指标: 产出指标\n+ - 一级指标: 甲\n+ =======\n+ - 一级指标: 乙\n+ >>>>>>> theirs",
        ),
        (
            ("绩效指标", 2, "指标值"),
            "甲",
            "乙",
            "+ <<<<<<< ours\n"
            '- - {一级指标: 效益指标, 二级指标: "社会效益指标", 三级指标: 甲, 指标值: 提高}\n'
            '+ - {一级指标: 效益指标, 二级指标: "社会效益指标", 三级指标: 甲, 指标值: "甲"}\n+ =======\n'
            '+ - {一级指标: 效益指标, 二级指标: "社会效益指标", 三级指标: 甲, 指标值: "乙"}\n+ >>>>>>> theirs',
        ),
        (
            ("绩效指标", 1),
            ABSENT,
            {"一级指标": "产出指标", "二级指标": "数量指标", "三级指标": "场次", "指标值": "3场"},
            "+ <<<<<<< ours\n+ =======\n-   指标值:\n+   指标值: 3场\n+ >>>>>>> theirs",
        ),
    ],
)
def test_a_clash_is_marked_around_just_its_lines(path, one, two, lines):
    result = both(put(*path, to=one), put(*path, to=two))
    assert sorted(changed_lines(result.text).splitlines()) == sorted(lines.splitlines())
    for side, wanted in (("ours", one), ("theirs", two)):
        value = loaded(settle(result.text, side)).value
        expected = copy.deepcopy(loaded(TEXT).value)
        put(*path, to=wanted)(expected)
        assert value == expected


def test_a_side_that_leaves_a_list_without_rows_says_so():
    """Settled by a button, each side is a spec that says what that side said."""
    row = "- 一级指标: 产出指标\n  三级指标: {}\n  指标值: {}  # 会上定的\n"
    text = f"表样: tianjin-2022\n绩效指标:\n{row.format('人次', '1人')}{row.format('场次', '2场')}项目名称: 丙\n"
    base = loaded(text)
    ours, theirs = loaded(text.replace("1人", "3人")), with_value(base, {**base.value, "绩效指标": []})
    result = merge(base, ours, theirs, SCHEMA)
    assert result.text == (
        f"表样: tianjin-2022\n<<<<<<< ours\n绩效指标:\n{row.format('人次', '3人')}"
        "=======\n绩效指标: []\n>>>>>>> theirs\n项目名称: 丙\n"
    )
    assert loaded(settle(result.text, "theirs")).value == theirs.value


def test_markers_are_as_git_wants_them():
    style = Style("我方", "对方", "原来", 9, with_base=True)
    result = both(put("预算数", to="44"), put("预算数", to="45"), TEXT.replace("\n", "\r\n"), style=style)
    assert (
        "<<<<<<<<< 我方\r\n预算数: '44'\r\n||||||||| 原来\r\n预算数: '43.00'\r\n=========\r\n预算数: '45'\r\n>>>>>>>>> 对方\r\n"
    ) in result.text


def test_comments_of_theirs_come_along_or_are_named():
    def ours(value):
        value["预算数"] = "44.00"
        value["绩效指标"].insert(0, dict(ROW))

    start = loaded(TEXT)
    value = copy.deepcopy(start.value)
    ours(value)
    text = TEXT.replace("  指标值:\n", "  指标值: ≥3场  # goalgen: ignore G405 暂定\n").replace(
        "资金用途", "# 见附件\n资金用途"
    )
    theirs = loaded(text.replace("项目名称: 培训 # 全称", "项目名称: 培训 # 全称，另报"))
    result = merge(start, with_value(start, value), theirs, SCHEMA)
    assert "  指标值: ≥3场  # goalgen: ignore G405 暂定\n" in result.text
    assert "# 见附件\n资金用途" in result.text
    assert "项目名称: 培训 # 全称，另报\n" in result.text
    assert result.notes == []
    third = with_value(start, {**start.value, "项目名称": "甲"})
    third = loaded(third.source.text.replace("# 全称", "# 改了"))
    assert merge(start, third, theirs, SCHEMA).notes == ["对方加的注释没有地方放，没有带过来：# 全称，另报"]


def test_order_changed_on_both_sides_loses_no_row():
    rows = [{**ROW, "三级指标": f"第{number}", "指标值": f"≥{number}%"} for number in range(6)]
    base = loaded(dump({"表样": "tianjin-2022", "绩效指标": rows}, SCHEMA))
    one = with_value(base, {**base.value, "绩效指标": rows[::-1]})
    two = with_value(base, {**base.value, "绩效指标": [*rows[3:], *rows[:3], ROW]})
    result = merge(base, one, two, SCHEMA)
    found = loaded(result.text).value["绩效指标"]
    assert [row["三级指标"] for row in found if row != ROW] == [row["三级指标"] for row in rows[::-1]]
    assert ROW in found
    assert result.notes == ["两边都调了「绩效指标」里各条的次序，照我方的"]


def test_the_seed_merges_with_itself():
    for path in sorted((ROOT / "specs/331201").rglob("*.yaml"))[:5]:
        spec = loaded(path.read_text("utf8"))
        other = with_value(spec, {**spec.value, "预算数": "1.00"})
        third = with_value(spec, {**spec.value, "项目名称": "新名"})
        assert loaded(merge(spec, other, third, SCHEMA).text).value == {
            **spec.value,
            "预算数": "1.00",
            "项目名称": "新名",
        }


# conflicts that are left in a file

CLASHING = '表样: tianjin-2022\n<<<<<<< HEAD\n预算数: "43.00"\n=======\n预算数: "44.00"\n>>>>>>> b\n项目名称: 甲\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CLASHING, ["2:1 第 2—6 行 一边写「预算数: \"43.00\"」（HEAD），另一边写「预算数: \"44.00\"」（b）"]),
        (CLASHING.replace("\n", "\r\n"), ["2:1 第 2—6 行 一边写「预算数: \"43.00\"」（HEAD），另一边写「预算数: \"44.00\"」（b）"]),
        (
            CLASHING.replace("=======", "||||||| 1234567\n预算数: \"40\"\n======="),
            ["2:1 第 2—8 行 一边写「预算数: \"43.00\"」（HEAD），另一边写「预算数: \"44.00\"」（b）"],
        ),
        (CLASHING.replace('预算数: "43.00"\n', ""), ["2:1 第 2—5 行 一边没有这几行（HEAD），另一边写「预算数: \"44.00\"」（b）"]),
        (CLASHING.removesuffix("项目名称: 甲\n").removesuffix("\n"), ["2:1 第 2—6 行 一边写「预算数: \"43.00\"」（HEAD），另一边写「预算数: \"44.00\"」（b）"]),
        ('预算数: "4"\n>>>>>>> b\n', ["2:1 「>>>>>>> b」"]),
        ('<<<<<<< 甲\n预算数: "4"\n', ["1:1 「<<<<<<< 甲」"]),
        (CLASHING * 2, ["2:1 第 2—6 行 一边写「预算数: \"43.00\"」（HEAD），另一边写「预算数: \"44.00\"」（b）", "9:1 第 9—13 行 一边写「预算数: \"43.00\"」（HEAD），另一边写「预算数: \"44.00\"」（b）"]),
    ],
)  # fmt: skip
def test_a_conflict_that_is_left_is_named(text, said):
    spec, problems = load(Source("甲.yaml", text))
    assert spec is None
    assert {each.code for each in problems} - {"S116"} == {"S139"}
    found = [each for each in problems if each.code == "S139"]
    shown = [
        f"{each.where.line}:{each.where.column} {each.message.partition('；')[0].partition('是合并时留下')[0]}".replace(
            "是合并时没有解决的冲突：", " "
        )
        for each in found
    ]
    assert shown == said


@pytest.mark.parametrize(
    "text",
    [
        "资金用途: |-\n  <<<<<<< a\n  =======\n",
        '甲: "======="\n',
        "甲: 乙 <<<<<<< 丙\n",
        "# =======\n甲: 乙\n",
        "甲: 乙\n======\n",
    ],
)
def test_what_is_no_marker_is_none(text):
    _, problems = load(Source("甲.yaml", text))
    assert "S139" not in {each.code for each in problems}


# the command


def versions(folder, **texts):
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, "utf8")


def run(*words):
    return main(["merge", *words])


def test_the_command_marks_conflicts_and_exits_with_one(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    versions(
        tmp_path,
        base=TEXT,
        ours=TEXT.replace("43.00", "44.00"),
        theirs=TEXT.replace("43.00", "45.00").replace("43.5", "45"),
    )
    assert run("base.yaml", "ours.yaml", "theirs.yaml", "-o", "ours.yaml", "--path", "specs/a.yaml") == 1
    assert capsys.readouterr().err == (
        "冲突：「预算数」我方「44.00」，对方「45.00」\n有 1 处冲突，已用标记标出：留下要的那几行，删去标记，再运行 goalgen check\n"
    )
    text = (tmp_path / "ours.yaml").read_text("utf8")
    assert "<<<<<<< ours:specs/a.yaml\n预算数: '44.00'\n=======\n预算数: '45.00'\n>>>>>>> theirs:specs/a.yaml\n" in text
    assert "指标值: ≤45万元   # 上限" in text
    assert main(["check", "ours.yaml"]) == 1
    assert "S139 第 6—10 行是合并时没有解决的冲突" in capsys.readouterr().out
    Path("specs").mkdir()
    Path("specs/a.yaml").write_text(text, "utf8")
    assert main(["build"]) == 1
    assert not Path("build").exists()


def test_the_command_favors_a_side_and_asks_before_it_writes_over(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    versions(
        tmp_path,
        base=TEXT,
        ours=TEXT.replace("43.00", "44.00"),
        theirs=TEXT.replace("43.00", "45.00"),
        other="甲: 乙\n",
    )
    assert run("base.yaml", "ours.yaml", "theirs.yaml", "--favor", "theirs") == 0
    assert capsys.readouterr().out == TEXT.replace("43.00", "45.00")
    assert run("base.yaml", "ours.yaml", "theirs.yaml", "-o", "other.yaml") == 2
    assert capsys.readouterr().err == "错误：已有 other.yaml，没有写：要覆盖就加 --force\n"
    assert (tmp_path / "other.yaml").read_text("utf8") == "甲: 乙\n"
    versions(tmp_path, theirs="甲：乙\n")
    assert run("base.yaml", "ours.yaml", "theirs.yaml", "-o", "ours.yaml") == 2
    assert (tmp_path / "ours.yaml").read_text("utf8") == TEXT.replace("43.00", "44.00")
    versions(tmp_path, base="")
    assert run("base.yaml", "ours.yaml", "ours.yaml") == 0


def test_a_byte_order_mark_is_merged_too_and_what_is_not_utf8_is_not(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    ours, theirs = TEXT.replace("43.00", "44.00"), TEXT.replace("43.5", "45")
    for marks, wanted in (
        (("", "\ufeff", ""), "\ufeff"),
        (("", "", "\ufeff"), "\ufeff"),
        (("\ufeff", "", "\ufeff"), ""),
    ):
        sides = zip(("base", "ours", "theirs"), marks, (TEXT, ours, theirs), strict=True)
        versions(tmp_path, **{name: mark + text for name, mark, text in sides})
        assert run("base.yaml", "ours.yaml", "theirs.yaml", "-o", "ours.yaml") == 0
        assert Path("ours.yaml").read_text("utf8") == wanted + ours.replace("43.5", "45")
    before = ours.encode("gb18030")
    Path("ours.yaml").write_bytes(before)
    assert run("base.yaml", "ours.yaml", "theirs.yaml", "-o", "ours.yaml") == 2
    assert Path("ours.yaml").read_bytes() == before
    assert "S113" in capsys.readouterr().out


def test_a_word_file_may_be_theirs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "specs/331201/2022"
    folder.mkdir(parents=True)
    for path in (ROOT / "specs/331201/2022").glob("0[58]*"):
        text = path.read_text("utf8")
        (folder / path.name).write_text(text.replace("≤43.5万元", "≤45万元"), "utf8")
    assert main(["build"]) == 0
    base = next((ROOT / "specs/331201/2022").glob("08*")).read_text("utf8")
    versions(tmp_path, base=base, ours=base.replace('预算数: "43.00"', '预算数: "44.00"  # 已核'))
    capsys.readouterr()
    assert run("base.yaml", "ours.yaml", "build/331201-2022.docx") == 0
    wanted = base.replace('预算数: "43.00"', '预算数: "44.00"  # 已核').replace("≤43.5万元", "≤45万元")
    assert capsys.readouterr().out == wanted


def test_a_word_file_may_be_ours(tmp_path, monkeypatch, capsys):
    """What theirs changed is put into a copy of it; what only ours has stays, and so do the other projects."""
    monkeypatch.chdir(tmp_path)
    specs = [path.read_text("utf8") for path in sorted((ROOT / "specs/331201/2022").glob("0[58]*"))]
    base, folder = specs[1], tmp_path / "specs/331201/2022"
    folder.mkdir(parents=True)
    for number, text in enumerate(specs):
        (folder / f"{number}.yaml").write_text(text.replace("≤43.5万元", "≤45万元"), "utf8")
    assert main(["build"]) == 0
    word, theirs = "build/331201-2022.docx", base.replace('预算数: "43.00"', '预算数: "44.00"  # 已核')
    versions(tmp_path, base=base, theirs=theirs)
    before = Path(word).read_bytes()
    capsys.readouterr()
    assert run("base.yaml", word, "theirs.yaml") == 2
    assert capsys.readouterr().err == f"错误：{word} 是 Word 文件，合并写在它的副本里：请加 -o 文件.docx\n"
    assert run("base.yaml", word, "theirs.yaml", "-o", "合.docx") == 0
    assert capsys.readouterr() == ("表3 第3行第3列 预算数「43.00」→「44.00」\n", "已写 合.docx：改 1 处\n")
    assert Path(word).read_bytes() == before
    forms = [form("tianjin-2022")]
    merged = [spec.value for spec in read(Path("合.docx").read_bytes(), "", forms).specs]
    wanted = [loaded(text).value for text in (specs[0], theirs.replace("≤43.5万元", "≤45万元"))]
    assert merged == wanted
    assert run("base.yaml", word, "theirs.yaml", "-o", "合.docx") == 2
    assert capsys.readouterr().err == "错误：已有 合.docx，没有写：要覆盖就加 --force\n"
    (tmp_path / "theirs.yaml").write_text(base.replace("≤43.5万元", "≤47万元"), "utf8")
    assert run("base.yaml", word, "theirs.yaml", "-o", "合.docx", "--force") == 1
    assert capsys.readouterr().err == (
        "冲突：「绩效指标 第1条 指标值」我方「≤45万元」，对方「≤47万元」\n"
        "有 1 处冲突，Word 里没有地方标出，没有写：请加 --favor ours 或 theirs，或先 goalgen read 读成规格再合并\n"
    )
    assert run("base.yaml", word, "theirs.yaml", "-o", word, "--favor", "theirs") == 0
    assert [spec.value for spec in read(Path(word).read_bytes(), "", forms).specs][1] == loaded(
        base.replace("≤43.5万元", "≤47万元")
    ).value


def test_a_book_may_be_the_base(tmp_path, monkeypatch, capsys):
    """Its table is that of the project of ours; both sides' comments stay."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "specs/331201/2022"
    folder.mkdir(parents=True)
    for path in (ROOT / "specs/331201/2022").glob("0[58]*"):
        (folder / path.name).write_bytes(path.read_bytes())
    assert main(["build"]) == 0
    base = next(folder.glob("08*")).read_text("utf8")
    ours = base.replace('预算数: "43.00"', '预算数: "44.00"  # 已核')
    versions(tmp_path, ours=ours, theirs=base.replace("≤43.5万元", "≤45万元  # 会上定的"))
    capsys.readouterr()
    assert run("build/331201-2022.docx", "ours.yaml", "theirs.yaml") == 0
    assert capsys.readouterr().out == ours.replace("≤43.5万元", "≤45万元  # 会上定的")


def test_a_clean_text_merge_of_git_is_taken_when_it_says_the_same():
    one, two = TEXT.replace("# 末尾", "# 末尾一"), TEXT.replace("# 本表", "# 这张表")
    clean = one.replace("# 本表", "# 这张表")
    assert merge(loaded(TEXT), loaded(one), loaded(two), SCHEMA, tried=clean).text == clean
    wrong = one.replace("43.00", "99.00")
    assert loaded(merge(loaded(TEXT), loaded(one), loaded(two), SCHEMA, tried=wrong).text).value == loaded(TEXT).value
