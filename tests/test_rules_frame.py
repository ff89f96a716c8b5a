"""The frame of the rules: how they are found, chosen, set, placed and told."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from rules import found, lines, project, schema, seed

from goalgen.cli import main
from goalgen.cli.report import Run, formats, render
from goalgen.cli.report.text import excerpt, width
from goalgen.desk.settings import settings_of
from goalgen.problem import Problem, Severity, Where
from goalgen.rules import ALL, Choice, catalog, judge
from goalgen.rules.manual import codes, manual
from goalgen.spec import dump, load, scalar
from goalgen.spec.canonical import quoted
from goalgen.spec.spelling import spelt
from goalgen.text import Source, Span, apply_edits
from goalgen.view import Project, profile_of, profiles
from goalgen.vocabulary import meanings

BOOK = ROOT / "specs" / "331201" / "2022"
EIGHT = "08-科技系统干部教育培训.yaml"
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Co"]) | st.sampled_from("\"'\\\n\v\u2028 #:≥万ab")
)
WAYS = {
    "plain": scalar,
    "double": quoted,
    "single": lambda text: "'" + text.replace("'", "''") + "'",
    "block": lambda text: "|-\n" + "\n".join(f"  {line}" if line else "" for line in text.split("\n")),
}
"""How a text can be written, canonical or not."""


class TestToFill:
    """Of what is still to be written only that is said, by whatever rule or schema."""

    def test_one_finding_for_a_value_whatever_else_is_wrong_with_it(self):
        text = "预算数: 【请填】万元 \n绩效目标:\n- 【请填】\n绩效指标:\n- 三级指标: 【请填】\n  指标值: 约【请填】\n"
        assert found(text) == [
            "1:6+4 G106 「【请填】」是没有替换的占位符：请写实际内容",
            "3:3+4 G106 「【请填】」是没有替换的占位符：请写实际内容",
            "5:9+4 G106 「【请填】」是没有替换的占位符：请写实际内容",
            "6:9+4 G106 「【请填】」是没有替换的占位符：请写实际内容",
        ]

    def test_in_lists_that_no_rule_knows(self):
        assert found("任务:\n- 名称: 【请填】\n  人:\n  - 【请填】\n", "G106") == [
            "2:7+4 G106 「【请填】」是没有替换的占位符：请写实际内容",
            "4:5+4 G106 「【请填】」是没有替换的占位符：请写实际内容",
        ]


class TestPlaces:
    """Where a character of a value stands in the file, whatever way the value is written."""

    @pytest.mark.parametrize(
        ("written", "said"),
        [
            ("完成××项", "2:5+2"),
            ('"完成××项"', "2:6+2"),
            ("'完成''××项'", "2:8+2"),
            (r'"\u5B8C成\x20××项"', "2:15+2"),
            ("|-\n  第一段\n  完成××项", "4:5+2"),
            ("|-\n\n  完成××项", "4:5+2"),
            (">-\n  完成\n  ××项", "2:3+13"),
        ],
    )
    def test_each_way_of_writing(self, written, said):
        problems = judge([project(f"绩效目标:\n- {written}\n")], Choice(("G106",)))
        assert [f"{p.where.line}:{p.where.column}+{p.where.length}" for p in problems] == [said]

    def test_with_crlf_and_a_key_two_lines_further_down(self):
        text = "项目名称: 培训\n绩效目标:\n- 完成××项\n"
        assert found(text, "G106") == ["3:5+2 G106 「××」是没有替换的占位符：请写实际内容"]
        assert found("\r\n# 甲\r\n" + text.replace("\n", "\r\n"), "G106") == [
            "5:5+2 G106 「××」是没有替换的占位符：请写实际内容"
        ]

    @given(TEXTS)
    def test_pieces_are_one_to_one(self, text):
        for raw in (scalar(text), quoted(text)):
            spans = spelt(raw, text)
            assert spans is not None
            assert [start for start, _ in spans[1:]] == [end for _, end in spans[:-1]]

    @pytest.mark.parametrize(
        ("text", "start", "end", "new", "written"),
        [
            ("一\n二", 2, 3, "三", "|-\n  一\n  三"),
            ("一\n二", 3, 3, "\u3000三", "|-\n  一\n  二\u3000三"),
            ("一\n二", 3, 3, "\u2028三", r'"一\n二\u2028三"'),
            ("一\n二", 3, 3, "\t三", r'"一\n二\t三"'),
            ("一\n\n二", 2, 2, "三", r'"一\n三\n二"'),
            ("\n二", 0, 0, "三", r'"三\n二"'),
            ("一\n\n\n二", 2, 3, "", "|-\n  一\n\n  二"),
        ],
    )
    def test_what_does_not_fit_into_a_block_is_written_in_quotes(self, text, start, end, new, written):
        source = Source("例.yaml", f"项目名称: {WAYS['block'](text)}\n")
        spec, _ = load(source)
        field = Project(spec).field("project_name")
        assert apply_edits(source.text, [field.replace(start, end, new)]) == f"项目名称: {written}\n"

    @pytest.mark.parametrize("way", WAYS)
    @given(TEXTS, TEXTS, st.data())
    def test_replacing_changes_just_these_characters(self, way, text, new, data):
        source = Source("例.yaml", f"# 甲\n项目名称: {WAYS[way](text)}\n资金用途: 不变  # 乙\n")
        spec, _ = load(source)
        if spec is None or spec.value != {"项目名称": text, "资金用途": "不变"}:
            return  # this text cannot be written this way
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
        field = Project(spec).field("project_name")
        assert field is not None
        edited = apply_edits(source.text, [field.replace(start, end, new)])
        after, problems = load(Source("例.yaml", edited))
        assert after is not None, (edited, problems)
        assert after.value == {"项目名称": text[:start] + new + text[end:], "资金用途": "不变"}
        assert edited.startswith("# 甲\n项目名称: ")
        assert edited.endswith("\n资金用途: 不变  # 乙\n")


class TestView:
    def test_a_project_through_meanings(self):
        eight = next(each for each in seed() if each.spec.source.name == EIGHT)
        assert (eight.text("project_name"), eight.amount("budget_total"), eight.year) == (
            "科技系统干部教育培训",
            Decimal("43.00"),
            2022,
        )
        assert (eight.amount("other_part"), eight.text("weight"), eight.field("weight")) == (None, "", None)
        assert [len(eight.goals), len(eight.indicators), len(eight.tables)] == [1, 6, 1]
        row = eight.indicators[0]
        assert (eight.level1(row), eight.level2(row), row.text("indicator_name")) == (
            "产出指标",
            "成本指标",
            "预算控制",
        )
        assert eight.profile is profiles()["cn-2015-88"]

    def test_every_other_spelling_of_a_label_is_the_same_meaning(self):
        view = project(
            "年度资金总额: 9\n其它资金: 1\n年度目标: 一\n绩效指标:\n- 指标名称: 甲\n  年度指标值: 3份\n",
            form="tianjin-2022",
        )
        assert (view.amount("budget_total"), view.amount("other_part"), view.goals[0].text) == (9, 1, "一")
        assert view.indicators[0].value.unit == "份"

    def test_inside_nested_mappings(self):
        view = project("资金:\n  预算数: 9\n年度:\n  绩效指标:\n  - 指标值: 3份\n")
        assert (view.amount("budget_total"), view.indicators[0].text("target_value")) == (9, "3份")

    def test_the_profile_goes_by_form_and_year(self):
        by_year = {"x-goalgen": {"taxonomy": {"2015": "cn-2015-88", "2023": "cn-2021-101"}}}
        assert [
            profile and profile.id for profile in (profile_of(by_year, year) for year in (None, 2014, 2022, 2024))
        ] == [
            None,
            None,
            "cn-2015-88",
            "cn-2021-101",
        ]
        assert profile_of({}, 2022) is None

    def test_every_name_and_alias_of_a_profile_is_found_in_it(self):
        for profile in profiles().values():
            for level1, names in profile.tree.items():
                assert profile.level1(f" {level1[:2]} {level1[2:]}（50分）") == level1
                assert [profile.level2(name, level1) for name in names] == list(names)

    @pytest.mark.parametrize("path", sorted((ROOT / "schemas").glob("*-*.schema.json")), ids=lambda path: path.name)
    def test_the_forms_name_profiles_that_exist(self, path):
        named = schema(path.name.removesuffix(".schema.json")).get("x-goalgen", {}).get("taxonomy", {})
        assert set(named.values() if isinstance(named, dict) else [named]) <= set(profiles())


class TestRules:
    def test_meanings_that_rules_ask_for_exist(self):
        known = set(meanings())
        asked = re.compile(r'(?:field|text|amount|all|key)\(\s*"(\w+)"')
        for path in (ROOT / "goalgen" / "rules").glob("g*.py"):
            assert set(asked.findall(path.read_text("utf-8"))) <= known, path.name

    def test_every_rule_is_silent_on_a_form_without_its_meanings(self):
        assert judge([project("表样: 别的\n别的: 有××也不管\n".replace("××", "些"))], Choice(("G", *catalog()))) == []

    def test_no_rule_fails_on_a_spec_of_the_wrong_shape(self):
        for text in ("绩效指标: 甲\n绩效目标: 乙\n", "绩效指标:\n- 甲\n- - 乙\n绩效目标:\n- 指标值: 1\n预算数:\n- 1\n"):
            judge([project(text)], Choice(("G", *catalog())))

    @given(
        st.lists(
            st.fixed_dictionaries(dict.fromkeys(("一级指标", "二级指标", "三级指标", "指标值", "分值"), TEXTS)),
            max_size=3,
        ),
        TEXTS,
        TEXTS,
    )
    def test_no_rule_fails_on_any_text(self, rows, goal, money):
        text = dump(
            {"项目名称": goal, "预算数": money, "财政资金": money, "其他资金": "", "绩效目标": [goal], "绩效指标": rows}
        )
        spec, _ = load(Source("例.yaml", text))
        if spec is not None:
            judge([Project(spec, schema("tianjin-2022"))], Choice(("G", *catalog())))

    def test_choosing(self):
        assert [Choice(("G4",)).takes("G401"), Choice(("G4",)).takes("G501")] == [True, False]
        assert [Choice(("G",), ("G4",)).takes("G401"), Choice(("G", "G401"), ("G4",)).takes("G401")] == [False, True]
        assert [
            ALL.takes("G307", True),
            Choice(("G3",)).takes("G307", True),
            Choice(("G307",)).takes("G307", True),
        ] == [
            False,
            False,
            True,
        ]
        assert list(Choice(("G4", "G999", ""), ("A",)).unknown()) == ["G999", "", "A"]


class TestSettings:
    def said(self, text: str, name: str = "goalgen.toml") -> tuple[object, list[str]]:
        settings, problems = settings_of(Source(name, text))
        return settings, lines(problems)

    def test_what_can_be_set(self):
        text = 'select = ["G4", "G521"]\nignore = ["G401"]\nunit-budget = { "331201" = "1299.00" }\n'
        settings, problems = settings_of(Source("goalgen.toml", text))
        assert (settings and settings.choice, problems) == (Choice(("G4", "G521"), ("G401",)), [])
        assert settings
        assert settings.unit_budgets == {"331201": Decimal("1299.00")}
        inside = settings_of(Source("pyproject.toml", '[tool.goalgen]\nignore = ["G4"]\n'))
        assert inside[0] is not None
        assert inside[0].choice == Choice(("G",), ("G4",))
        assert settings_of(Source("pyproject.toml", "[tool.other]\n")) == (None, [])

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ('ingore = ["G4"]', ["1:1+6 G005 没有「ingore」这一项设置，是不是「ignore」？"]),
            (
                "colour = 1",
                ["1:1+6 G005 没有「colour」这一项设置；可用：select、ignore、unit-budget、template-allow、word-limit"],
            ),
            ('select = ["G44", "G401"]', ["1:12+3 G006 没有 G44 这条规则，也没有这一类：用 goalgen rule 查代码"]),
            ('select = "G4"', ['1:1+6 G004 「select」应是代码的列表，如 select = ["G4", "G521"]']),
            (
                "unit-budget = 5",
                ['1:1+11 G004 「unit-budget」应是各单位的金额（文字），如 unit-budget = { "331201" = "1299.00" }'],
            ),
            ("select = [", ["0:0+0 G004 不是正确的 TOML：末尾有误"]),
            ("a b", ["0:0+0 G004 不是正确的 TOML：第 1 行第 3 列有误"]),
        ],
    )
    def test_typos(self, text, said):
        assert self.said(text)[1] == said

    def test_a_wrong_code_leaves_the_others(self):
        settings, _ = settings_of(Source("goalgen.toml", 'select = ["G44", "G401"]'))
        assert settings is not None
        assert settings.choice == Choice(("G401",), ())


def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *names: str) -> Path:
    folder = tmp_path / "specs" / "331201" / "2022"
    folder.mkdir(parents=True)
    for name in names or (EIGHT,):
        (folder / name).write_bytes((BOOK / name).read_bytes())
    for part in ("schemas", "templates"):
        (tmp_path / part).symlink_to(ROOT / part)
    monkeypatch.chdir(tmp_path)
    return folder


class TestCommand:
    def test_what_people_see(self, tmp_path, monkeypatch, capsys):
        copied(tmp_path, monkeypatch)
        assert main(["check", "--select", "G521,G304"]) == 1
        file = f"specs/331201/2022/{EIGHT}"
        assert capsys.readouterr() == (
            f"{file}:19:8 G521 成本「≤43.5万元」超过预算数 43.00万元，多 0.50万元\n"
            "  19 |   指标值: ≤43.5万元\n"
            "     |           ^^^^^^^^^\n"
            f"{file}:21:9 G304 「数量指标」排在「成本指标」后面：体系的次序是数量指标、质量指标、时效指标、成本指标（提示）\n"
            "  21 |   二级指标: 数量指标\n"
            "     |             ^^^^^^^^\n",
            "共 1 个文件，1 个错误、1 个提示\n",
        )

    def test_exit_codes(self, tmp_path, monkeypatch, capsys):
        copied(tmp_path, monkeypatch)
        assert main(["check", "--select", "G521"]) == 1
        assert main(["check", "--select", "G521", "--exit-zero"]) == 0
        assert main(["check", "--select", "G304"]) == 0
        assert main(["check", "--select", "G521", "--ignore", "G521"]) == 0
        capsys.readouterr()
        assert main(["check", "--select", "G77"]) == 2
        assert capsys.readouterr().err == "错误：没有 G77 这条规则，也没有这一类：用 goalgen rule 查代码\n"

    def test_statistics(self, tmp_path, monkeypatch, capsys):
        copied(tmp_path, monkeypatch)
        assert main(["check", "--select", "G2,G521", "--statistics"]) == 1
        assert capsys.readouterr().out == (
            "    1  G203  没有资金时空着，1 处可用 --unsafe-fixes 修改\n"
            "    1  G206  资金用途只重复项目名称\n"
            "    1  G521  成本指标超过预算数\n"
        )

    def test_statistics_name_every_code(self, tmp_path, monkeypatch, capsys):
        folder = copied(tmp_path, monkeypatch)
        text = (folder / EIGHT).read_text("utf-8")
        (folder / EIGHT).write_text(text.replace("资金用途: ", "资金用途："), "utf-8")
        assert main(["check", "--statistics"]) == 1
        assert capsys.readouterr().out == "    1  S121  冒号是全角的，1 处可用 --fix 修改\n"

    def test_the_settings_of_the_nearest_folder(self, tmp_path, monkeypatch, capsys):
        folder = copied(tmp_path, monkeypatch)
        (tmp_path / "pyproject.toml").write_text('[tool.goalgen]\nselect = ["G521"]\n', "utf-8")
        assert main(["check"]) == 1
        (folder / "goalgen.toml").write_text('select = ["G3"]\nignore = ["G306"]\ntypo = 1\n', "utf-8")
        capsys.readouterr()
        assert main(["check", "--ignore", "G304"]) == 1
        assert capsys.readouterr().out == (
            "specs/331201/2022/goalgen.toml:3:1 G005 没有「typo」这一项设置；可用：select、ignore、unit-budget、template-allow、word-limit（警告）\n"
            "  3 | typo = 1\n"
            "    | ^^^^\n"
        )

    def test_rule_pages(self, capsys):
        assert main(["rule", "g521"]) == 0
        assert capsys.readouterr().out.startswith("G521 成本指标超过预算数（错误）\n\n## 说明\n\n")
        assert main(["rule"]) == 0
        said = capsys.readouterr().out.splitlines()
        assert [line[2:6] for line in said if line.startswith("  ")] == list(codes())
        assert said[:2] == ["规格：YAML 的写法", "  S101 不合 YAML 的写法（错误）"]
        assert said[-1] == f"  {codes()[list(codes())[-1]].summary}"
        assert main(["rule", "r412"]) == 0
        assert capsys.readouterr().out == codes()["R412"].page
        assert main(["rule", "G999"]) == 2
        assert capsys.readouterr() == ("", "错误：没有 G999 这个代码：用 goalgen rule 看全部代码\n")
        assert main(["rule", "--all"]) == 0
        assert capsys.readouterr().out == manual()


TEXT = Source("specs/甲 1.yaml", "\n" * 18 + "  指标值: ≤43.5万元\n")
PLACE = Where(TEXT.name, "表1 第2行第5列", span=Span(25, 32), source=TEXT)
PROBLEM = Problem("G521", PLACE, "成本 50%|超\n过: a,b", Severity.WARN)


class TestFormats:
    @pytest.mark.parametrize("name", formats())
    def test_every_format_tells_nothing_and_something(self, name):
        run = Run(3)
        assert isinstance(render(name, [], run), str)
        for problem in (PROBLEM, Problem("S102", Where("甲.yaml"), "空的"), Problem("F1", Where(), "没有文件")):
            assert problem.code in render(name, [problem], run) or name == "text"

    def test_github(self):
        assert render("github", [PROBLEM], Run(1)) == (
            "::warning file=specs/甲 1.yaml,line=19,endLine=19,col=8,endColumn=15,title=G521::"
            "成本 50%25|超%0A过: a,b（表1 第2行第5列）\n"
        )

    def test_markdown(self):
        assert render("md", [PROBLEM], Run(1)) == (
            "| 项目 | 错误 | 警告 | 提示 | 预算 | 单位 | 文件 |\n|---|--:|--:|--:|--:|---|---|\n"
            "| 甲 1.yaml | 0 | 1 | 0 |  |  | specs/甲 1.yaml |\n| 合计 | 0 | 1 | 0 |  |  |  |\n\n共 1 个文件，1 个警告。\n\n"
            "### 甲 1.yaml\n\n| 位置 | 代码 | 程度 | 项目 | 指标 | 问题 | 写成 |\n|---|---|---|---|---|---|---|\n"
            "| specs/甲 1.yaml:19:8 表1 第2行第5列 | G521 成本指标超过预算数 | 警告 | 甲 1.yaml |  "
            "| 成本 50%\\|超 过: a,b |  |\n"
        )

    def test_sarif_is_valid(self):
        official = json.loads((ROOT / "tests/data/schemas/sarif-2.1.0-rtm.5.json").read_text("utf-8"))
        whole = render("sarif", judge(seed()), Run(17))
        log = json.loads(whole)
        assert list(Draft4Validator(official).iter_errors(log)) == []
        assert len(log["runs"][0]["results"]) == len(judge(seed()))
        rules = {rule["id"]: rule for rule in log["runs"][0]["tool"]["driver"]["rules"]}
        assert rules["G521"]["name"] == "g521_cost_over_budget"
        broken = json.loads(whole.replace('"level": "note"', '"level": "info"'))
        assert list(Draft4Validator(official).iter_errors(broken))

    def test_sarif_tells_the_page_of_any_code(self):
        log = json.loads(
            render("sarif", [Problem("R412", Where("甲.docx"), "甲", Severity.INFO)], Run(1, lambda *_: ""))
        )
        page = codes()["R412"].page
        assert log["runs"][0]["tool"]["driver"]["rules"] == [
            {
                "id": "R412",
                "shortDescription": {"text": "里面的文字没有读"},
                "help": {"text": page, "markdown": page},
                "defaultConfiguration": {"level": "warning"},
            }
        ]

    @pytest.mark.parametrize(
        ("line", "start", "length", "expected"),
        [
            ("指标值: ≤90万", 5, 4, ("指标值: ≤90万", 8, 5)),
            ("甲\t乙\u200b丙", 4, 1, ("甲 乙·丙", 6, 2)),
            ("甲", 1, 0, ("甲", 2, 1)),
            ("e\u0301a", 2, 1, ("e\u0301a", 1, 1)),
        ],
    )
    def test_the_caret_stands_right(self, line, start, length, expected):
        assert excerpt(line, start, length) == expected

    def test_a_long_line_is_cut_around_what_is_meant(self):
        shown, lead, mark = excerpt("天" * 300 + "错误" + "地" * 300, 300, 2)
        assert (shown[0], shown[-1], width(shown) <= 104, mark) == ("…", "…", True, 4)
        assert width(shown[: shown.index("错误")]) == lead

    def test_colour(self):
        assert render("text", [PROBLEM], Run(1, colour=True)) == (
            "specs/甲 1.yaml:19:8 表1 第2行第5列 \x1b[1;33mG521\x1b[0m 成本 50%|超\n过: a,b（警告）\n"
            "  19 |   指标值: ≤43.5万元\n"
            "     |           \x1b[1;33m^^^^^^^^^\x1b[0m\n"
        )
        assert "\x1b" not in render("text", [PROBLEM], Run(1))


class TestOneFaultOneFinding:
    """Where a rule speaks of a value, those that would say the same more generally have nothing to add."""

    SATISFIED = (
        "绩效指标:\n- 一级指标: 满意度指标\n  二级指标: 服务对象满意度指标\n  三级指标: 学员满意度\n  指标值: {}\n"
    )
    DELIVERED = "绩效指标:\n- 一级指标: 产出指标\n  二级指标: {}\n  三级指标: {}\n  指标值: {}\n"

    @pytest.mark.parametrize(
        ("text", "codes"),
        [
            (SATISFIED.format("满意"), ["G413"]),
            (SATISFIED.format("异议次数≤1"), ["G413"]),
            (SATISFIED.format("290%"), ["G414"]),
            (SATISFIED.format("≥**%"), ["G106"]),
            (SATISFIED.format("100%"), []),
            (DELIVERED.format("时效指标", "培训开始时间", "≤12月"), ["G504"]),
            (DELIVERED.format("时效指标", "培训开始时间", '"≤12月 "'), ["G504", "G801"]),
            (DELIVERED.format("数量指标", "安全事故起数", "0起"), []),
            (DELIVERED.format("数量指标", "完成工作计划", "≥3项"), ["G607"]),
        ],
    )
    def test_the_most_specific_rule_speaks(self, text, codes):
        assert [each.code for each in judge([project(text)], Choice(("G2", "G4", "G5", "G6", "G8", "G106")))] == codes

    def test_the_general_rule_speaks_where_the_other_is_not_asked(self):
        assert [each.code for each in judge([project(self.SATISFIED.format("满意"))], Choice(("G407",)))] == ["G407"]

    def test_a_waiver_of_what_has_become_silent_is_no_finding(self):
        text = self.SATISFIED.format("满意  # goalgen: ignore G407 已批复")
        assert [each.code for each in judge([project(text)], Choice(("G0", "G4")))] == ["G413"]
        waived = self.SATISFIED.format("满意  # goalgen: ignore G413 已批复")
        assert judge([project(waived)], Choice(("G0", "G4"))) == []

    def test_rules_speak_for_rules_that_are_there_and_never_in_a_ring(self):
        speaks = {
            code: {other for other in catalog() if other.startswith(rule.over)} for code, rule in catalog().items()
        }
        assert all(
            any(each.startswith(start) for each in catalog()) for rule in catalog().values() for start in rule.over
        )
        beyond = {code: others for code, others in speaks.items() if others}
        for _ in catalog():
            beyond = {
                code: others | {far for each in others for far in speaks[each]} for code, others in beyond.items()
            }
        assert [code for code, others in beyond.items() if code in others] == []
