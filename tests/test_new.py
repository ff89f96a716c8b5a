"""`goalgen new`: the right folder, the next number, the right name; last year's spec rolled on; questions on a terminal."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import ROOT, specs_in

from goalgen.cli import main
from goalgen.vocabulary import TO_FILL

BOOK = ROOT / "specs/331201/2022"
OLD = "specs/331201/2022/08-科技系统干部教育培训.yaml"
WORD = ROOT / "tests/data/legacy/tianjin-2022.docx"
GIVEN = ("--set", "单位代码=331201", "--set", "年度=2023")


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def kept(here):
    """A folder with three of last year's specs."""
    Path("specs/331201/2022").mkdir(parents=True)
    for number in ("02", "08", "17"):
        (path,) = BOOK.glob(f"{number}-*.yaml")
        shutil.copy(path, "specs/331201/2022")
    return here


def made() -> list[str]:
    return sorted(str(path) for path in Path().rglob("*.yaml"))


def value(path: str) -> dict:
    return next(spec.value for spec in specs_in(Path(path).parent) if Path(spec.source.name).name == Path(path).name)


def test_what_is_known_settles_the_folder_the_number_and_the_name(here, capsys):
    assert main(["new", *GIVEN, "--set", "项目名称=新馆/运行"]) == 0
    assert capsys.readouterr().out == (
        "已写 specs/331201/2023/01-新馆_运行.yaml：请把每个【请填】换成内容，再运行 goalgen check specs/331201/2023/01-新馆_运行.yaml\n"
    )
    assert main(["new", "-o", "specs/331201/2023"]) == 0
    assert main(["new", "-o", "别处/"]) == 0
    assert main(["new", *GIVEN, "--set", "序号=9"]) == 0
    assert main(["new", *GIVEN, "--set", "项目名称=十"]) == 0
    assert made() == [
        "specs/331201/2023/01-新馆_运行.yaml",
        "specs/331201/2023/02-新项目.yaml",
        "specs/331201/2023/09-新项目.yaml",
        "specs/331201/2023/10-十.yaml",
        "别处/01-新项目.yaml",
    ]
    told = value("specs/331201/2023/02-新项目.yaml")
    assert {key: told[key] for key in ("年度", "序号", "单位代码", "单位名称", "项目名称")} == {
        "年度": "2023", "序号": "2", "单位代码": "331201", "单位名称": TO_FILL, "项目名称": TO_FILL,
    }  # fmt: skip
    assert main(["fmt", "--check", "specs"]) == 0


def test_inside_the_folder_of_a_book_it_belongs_there_and_another_year_beside(kept, monkeypatch):
    monkeypatch.chdir("specs/331201/2022")
    assert main(["new"]) == 0
    assert main(["new", *GIVEN]) == 0
    monkeypatch.chdir(kept)
    assert [each for each in made() if "新项目" in each] == [
        "specs/331201/2022/18-新项目.yaml",
        "specs/331201/2023/01-新项目.yaml",
    ]


def test_a_folder_has_one_form_and_a_new_spec_is_of_it(here):
    shutil.copytree(ROOT / "specs/examples/mof-2015-unit", "specs/甲/2026")
    assert main(["new", "-o", "specs/甲/2026/新.yaml"]) == 0
    assert value("specs/甲/2026/新.yaml")["表样"] == "mof-2015-unit"


def test_where_nobody_knows_the_folder_it_is_said(kept, capsys):
    assert main(["new"]) == 0
    assert Path("新项目.yaml").exists()
    assert capsys.readouterr().err.splitlines()[-1] == (
        "放进 specs/单位代码/年度/ 才和别的项目印在一册：用 --set 写明单位代码和年度，或用 -o 写明文件夹"
    )


def test_the_example_lies_beside_where_its_project_is_kept_already(kept):
    assert main(["new", "--example"]) == 0
    assert [each for each in made() if "specs" not in each] == ["08-科技系统干部教育培训.yaml"]


def test_any_field_can_be_set(here):
    rows = ["绩效指标.1.指标值=≥12次", "绩效指标 第2条 三级指标=会议", "绩效指标[3].指标值=≤3天"]
    goals = ["绩效目标=一", "绩效目标=二"]
    pairs = [word for each in [*rows, *goals, "绩效指标.9.三级指标=新的"] for word in ("--set", each)]
    assert main(["new", "-o", "a.yaml", *pairs]) == 0
    told = value("a.yaml")
    assert told["绩效目标"] == ["一", "二"]
    assert [told["绩效指标"][0]["指标值"], told["绩效指标"][1]["三级指标"], told["绩效指标"][2]["指标值"]] == [
        "≥12次",
        "会议",
        "≤3天",
    ]
    assert told["绩效指标"][8] == dict.fromkeys(told["绩效指标"][0], TO_FILL) | {"三级指标": "新的"}
    assert main(["new", "--example", "-o", "b.yaml", "--set", "预算数=44.00"]) == 0
    assert value("b.yaml")["预算数"] == "44.00"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("预算=3", "--set 预算 不能用，没有写：没有「预算」这个字段，是不是「预算数」？"),
        ("绩效指标.1.指标=3", "--set 绩效指标.1.指标 不能用，没有写：「绩效指标 第1条」里没有「指标」这个字段，是不是「指标值」？"),
        ("绩效指标=3", "--set 绩效指标 不能用：「绩效指标」里有许多栏，写明哪一栏，如 --set 绩效指标.1.一级指标=…"),
        ("绩效指标.指标值=3", "--set 绩效指标.指标值 不能用：「绩效指标」有许多条，写明第几条，如 绩效指标.1"),
        ("绩效指标.0.指标值=3", "--set 绩效指标.0.指标值 不能用：「绩效指标」有许多条，写明第几条，如 绩效指标.1"),
        ("绩效指标.20.指标值=3", "「绩效指标」只有 8 条，不能写第 20 条：请先写第 9 条"),
        ("年度=23", "--set 年度=23 不能用，没有写：「年度」的「23」不符合写法，应如 2022（预算年度，四位数字，表上不印）"),
        ("金额单位=千元", "--set 金额单位=千元 不能用，没有写：「金额单位」只能是：万元、元；是不是「元」？"),
    ],
)  # fmt: skip
def test_what_cannot_be_set_stops_with_the_near_name(here, capsys, given, reason):
    assert main(["new", "--set", given]) == 2
    assert capsys.readouterr().err == f"错误：{reason}\n"
    assert made() == []


def test_last_years_spec_is_rolled_on(kept, capsys):
    text = Path(OLD).read_text("utf8").replace("项目名称:", "# 核过\n项目名称:")
    Path(OLD).write_text(text, "utf8")
    assert main(["new", "--from", OLD]) == 0
    out, err = capsys.readouterr()
    new = "specs/331201/2023/01-科技系统干部教育培训.yaml"
    assert out.splitlines() == [
        f"{OLD}:9:6 S305 这些是 2022 年的，已改成【请填】，请写新的：预算数 「43.00」、财政资金 「43.00」（提示）",
        f"{OLD}:20:8 S306 「绩效指标 第1条 指标值」里有上一年的金额「43.5万元」：「≤43.5万元」，请核对（提示）",
        f"{OLD}:35:8 S303 「绩效指标 第4条 指标值」里有 2022 年：「2022年12月31日前完成」，请核对，建议改为「2023年12月31日前完成」（提示）",
        f"已写 {new}：请把每个【请填】换成内容，再运行 goalgen check {new}",
    ]
    assert err == "去年是 2022 年，新的是 2023 年；不是这一年，请用 --set 年度=… 写明\n"
    rolled = text.replace('"2022"', '"2023"').replace('"43.00"', TO_FILL).replace('序号: "8"', '序号: "1"')
    assert Path(new).read_text("utf8") == rolled
    assert main(["new", "--from", OLD]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        f"错误：已经有 {new}，是同一个项目「科技系统干部教育培训」，没有写：请改那一份，或换一个名称、文件夹"
    )
    assert Path(new).read_text("utf8") == rolled
    further = ["--set", "年度=2024", "--set", "预算数=50.00", "--set", "绩效目标=一", "--years"]
    assert main(["new", "--from", OLD, *further]) == 0
    told = value("specs/331201/2024/01-科技系统干部教育培训.yaml")
    assert (told["年度"], told["预算数"], told["财政资金"], told["绩效目标"]) == ("2024", "50.00", TO_FILL, ["一"])
    assert told["绩效指标"][3]["指标值"] == "2024年12月31日前完成"


def test_last_years_spec_in_another_form_says_what_is_to_fill_in(kept, capsys):
    assert main(["new", "--from", OLD, "--form", "绩效自评表", "--set", "年度=2022"]) == 1
    assert " S302 " not in capsys.readouterr().out
    (path,) = [each for each in made() if "selfeval" in each]
    assert path == "specs/331201/2022-mof-2020-selfeval/01-科技系统干部教育培训.yaml"
    told = value(path)
    assert (told["年初预算数"], told["主管部门"], told["全年执行数"]) == ("43.00", TO_FILL, ""), "which may be blank"


@pytest.mark.slow
@pytest.mark.parametrize("table", ["科技系统干部教育培训", "干部教育", "8", "表8", "第8张"])
def test_last_years_word_file(here, capsys, table):
    assert main(["new", "--from", str(WORD), "--table", table, "--set", "年度=2023"]) == 0
    told = value("specs/331201/2023/01-科技系统干部教育培训.yaml")
    last = next(spec.value for spec in specs_in(BOOK) if spec.value["序号"] == "8")
    assert told == last | {"年度": "2023", "序号": "1", "预算数": TO_FILL, "财政资金": TO_FILL}
    assert f"{WORD} S305 这些是 2022 年的" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("further", "reason"),
    [
        ([], f"{WORD} 里有 17 个项目：用 --table 写明是哪个项目，名称或编号都行；有：1.2022年度天津市"),
        (["--table", "没有的"], f"{WORD} 里没有「没有的」这个项目：用 --table 写明是哪个项目，名称或编号都行；有：1."),
        (["--table", "18"], f"{WORD} 里没有「18」这个项目："),
        (["--table", "天津市"], f"{WORD} 里名称里有「天津市」的不止一个："),
    ],
)
def test_which_table_of_a_word_file_is_asked_for(here, capsys, further, reason):
    assert main(["new", "--from", str(WORD), *further]) == 2
    assert capsys.readouterr().err.startswith(f"错误：{reason}")
    assert made() == []


def test_what_nothing_can_be_rolled_from(kept, capsys):
    Path("坏.yaml").write_text("甲: [", "utf8")
    Path("空.docx").write_bytes(b"")
    said = []
    for words in (
        ["specs"],
        ["坏.yaml"],
        ["空.docx"],
        ["没有.yaml"],
        ["没有.docx"],
        [OLD, "--table", "1"],
        [OLD, "--example"],
    ):
        assert main(["new", "--from", *words]) == 2
        said.append(capsys.readouterr().err.splitlines()[-1])
    assert said == [
        "错误：--from specs 是文件夹：这里要一份规格或一个 Word 文件；整个文件夹用 goalgen roll specs --to 年度",
        "错误：--from 坏.yaml 不能用，没有写：请先改好上面的问题",
        "错误：空.docx 里没有读出已知表样的表，没有写：用 goalgen survey 空.docx 看差在哪里",
        "错误：不能读 没有.yaml：没有这个文件或文件夹，请核对路径",
        "错误：不能读 没有.docx：没有这个文件或文件夹，请核对路径",
        f"错误：--table 只用于 Word 文件，{OLD} 是规格",
        "错误：--example 和 --from 只能用一个：例子不是从去年的来的",
    ]


# asked on a terminal


def typing(words: list[str], answers: list[str]) -> tuple[int, str]:
    """A run on a terminal where an answer is typed after each prompt; the exit code, and what the screen shows."""
    pty = pytest.importorskip("pty", reason="a terminal of one's own is a thing of POSIX")
    child, terminal = pty.fork()
    if not child:
        os.environ["NO_COLOR"] = "1"
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # whoever started the tests in the background ignores it
        signal.alarm(60)
        os.execv(sys.executable, [sys.executable, "-m", "goalgen", *words])
    shown = b""
    waiting = list(answers)
    with suppress(OSError):  # the other end is closed
        while some := os.read(terminal, 4096):
            shown += some
            if waiting and shown.endswith((b"] > ", b" > ", b"[y/N] ")):
                os.write(terminal, waiting.pop(0).encode())
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.close(terminal)
    assert waiting == [], shown.decode()
    return code, shown.decode().replace("\r\n", "\n")


@pytest.mark.slow
def test_it_asks_with_the_examples_as_hints_and_the_pattern_as_the_check(kept):
    one, rows = ["≥1次\n", "\n"], ["会议\n", "会议数\n", "≥12次\n"] + ["\n"] * 3 * 7
    answers = [
        "\n",
        "23\n",
        "2023\n",
        "\n",
        "\n",
        "\n",
        "\n",
        "\x1b[D新馆\n",
        '"新馆"\n',
        "43.00\n",
        "43.00\n",
        " \n",
        "\n",
    ]
    code, screen = typing(["new"], [*answers, *one, "y\n", *rows])
    assert code == 0, screen
    assert "年度（可以不填）：预算年度，四位数字，表上不印。如：2022。\n  [2022] > 23\n" in screen
    assert (
        "  不行：「年度」的「23」不符合写法，应如 2022（预算年度，四位数字，表上不印）。请再写一次\n  [2022] > 2023\n"
        in screen
    )
    assert "单位名称：预算单位全称。如：天津市科学技术信息研究所。\n  [天津市科学技术信息研究所] > \n" in screen
    assert "不行：里面有控制字符，多半是按了方向键。请再写一次\n" in screen
    assert "  第1行：产出指标 数量指标\n三级指标：" in screen
    told = value("specs/331201/2023/01-新馆.yaml")
    assert told["单位代码"] == "331201"
    assert (told["预算数"], told["其他资金"], told["资金用途"], told["绩效目标"]) == ("43.00", " ", TO_FILL, ["≥1次"])
    assert told["绩效指标"][0]["指标值"] == "≥12次"
    assert told["绩效指标"][1]["指标值"] == TO_FILL


@pytest.mark.slow
def test_ctrl_c_writes_nothing_and_ctrl_d_leaves_the_rest(kept):
    before = made()
    code, screen = typing(["new"], ["\n", "2023\n", "\x03"])
    assert (code, made()) == (130, before)
    assert "已中断" in screen
    code, _ = typing(["new"], ["\n", "2023\n", "331201\n", "\x04"])
    assert (code, sorted({*made()} - {*before})) == (0, ["specs/331201/2023/01-新项目.yaml"])


@pytest.mark.slow
def test_rolling_on_asks_for_what_is_to_fill_in_and_shows_last_years(kept):
    code, screen = typing(["new", "--from", str(WORD)], ["99\n", "8\n", "\n", "50.00\n", "\n"])
    assert code == 0, screen
    assert "  8. 科技系统干部教育培训\n" in screen
    assert "不行：应是 1 到 17 的编号，请再写一次\n" in screen
    assert "如：43.00。去年是 43.00。\n  [【请填】] > 50.00\n" in screen
    told = value("specs/331201/2023/01-科技系统干部教育培训.yaml")
    assert (told["年度"], told["预算数"], told["财政资金"]) == ("2023", "50.00", TO_FILL)


@pytest.mark.slow
@pytest.mark.parametrize("flag", ["--no-input", "--yes"])
def test_it_does_not_ask_where_that_is_not_wanted(here, flag):
    code, screen = typing(["new", flag], [])
    assert (code, screen.splitlines()[-1]) == (
        0,
        "用的是表样 tianjin-2022；要别的表样请写 --form，goalgen form list 列出全部",
    )


def test_an_example_goes_where_specs_are_kept_and_beside_us_where_none_are(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["new", "--example", "--form", "tianjin-2022"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["08-科技系统干部教育培训.yaml"]
    (tmp_path / "specs").mkdir()
    assert main(["new", "--example", "--form", "tianjin-2022"]) == 0
    assert (tmp_path / "specs/331201/2022/01-科技系统干部教育培训.yaml").is_file()
