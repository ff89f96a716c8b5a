"""`goalgen init --from`: from a folder of documents to a repository that is checked and can be built; run again, it goes on."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import archive
import pytest
from conftest import ROOT
from documents import document, edit

from goalgen.cli import init_from, main
from goalgen.desk.intake import year_in
from goalgen.docx import open_package, write_package

FIRST = ROOT / "tests/data/init/报告.md"
SPEC = "specs/331201/2022/08-科技系统干部教育培训.yaml"
FORM = "庆安市部门预算项目支出绩效目标申报表"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return tmp_path


def texts(folder: Path) -> dict[str, str]:
    """The files of a folder as texts, Word files as their bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes().hex() if path.suffix == ".docx" else path.read_text("utf8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git" not in path.parts
    }


def specs(folder: Path) -> dict[str, str]:
    return {name: text for name, text in texts(folder).items() if name.endswith(".yaml") and name.startswith("specs/")}


def section(title: str, name: str = "init-报告.md") -> list[str]:
    """The lines of a section of the report."""
    text = Path(name).read_text("utf8")
    found = re.search(rf"## {title}\n\n(.*?)(?=\n## |\Z)", text, re.DOTALL)
    return found[1].strip().splitlines() if found else []


def number(name: str) -> int:
    """A number of the report's first table."""
    found = [line.split("|")[2].strip() for line in section("一共") if line.split("|")[1].strip("　 ") == name]
    return int(found[0]) if found else 0


@pytest.fixture
def small(here):
    """The book of one year, two layouts of which one is to be drafted, a year that nothing says, and what is no Word file."""
    archive.make(here / "全")
    for name in ("2022/公开.docx", f"{FORM}/1.docx", f"{FORM}/2.docx", "公开/雾炮车.docx", "杂/空的.docx"):
        path = here / "旧" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((here / "全" / name).read_bytes())
    return here


@pytest.mark.slow
def test_sixty_documents_in_fifteen_layouts(here, capsys):
    archive.make(here / "历年")
    assert sum(path.is_file() for path in (here / "历年").rglob("*")) == 60
    (here / "库").mkdir()
    (here / "库/goalgen.toml").write_text('select = ["G106"]\n')  # what other rules find is tested elsewhere
    assert main(["init", "库", "--from", "历年", "--jobs", "2"]) == 1
    report = (here / "库/init-报告.md").read_text("utf8")
    assert report == FIRST.read_text("utf8")
    first = texts(here / "库")
    assert main(["init", "库", "--from", "历年"]) == 1
    second = texts(here / "库")
    changed = {name for name in first | second if first.get(name) != second.get(name)}
    assert changed == {"init-报告.md", ".goalgen/init.json"}
    again = report.replace("| 新写 | 67 |\n", "| 已有 | 67 |\n").replace("| 这次起草的表样 | 6 |\n", "")
    assert second["init-报告.md"] == again
    capsys.readouterr()
    with contextlib.chdir(here / "库"):
        assert main(["build"]) == 1
        assert capsys.readouterr().err.count("没有生成") == 1
        assert len(list(Path("build").glob("*.docx"))) == 27


@pytest.mark.slow
def test_the_manual_can_be_copied(here, small):
    """Line by line, in one window; something is left to do in the end, so that not all of them are content."""
    (small / "旧").rename("历年报表")
    manual = (ROOT / "docs/archive.md").read_text("utf8")
    lines = re.findall(r"```sh\n(.*?)```", manual, re.DOTALL)[1]
    script = "".join(f"{line}\necho 退出码 $?\n" for line in lines.splitlines())
    path = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": str(here), "LANG": "C.UTF-8"}
    done = subprocess.run(
        ["bash", "-c", script], env=path, capture_output=True, text=True, encoding="utf8", timeout=200
    )
    codes = [line for line in done.stdout.splitlines() if line.startswith("退出码")]
    assert codes == [f"退出码 {code}" for code in (0, 1, 1, 0, 1, 1, 1, 1)], done.stderr
    built = sorted(path.name for path in Path("绩效/build").glob("*.docx"))
    assert built == ["331201-2022.docx", "庆安市档案馆-2024.docx", "庆安市气象台-2025.docx"]


@pytest.mark.slow
class TestGoingOn:
    def test_what_a_person_changed_stays(self, small, capsys):
        assert main(["init", "--from", "旧"]) == 1
        assert (number("新写"), number("这次起草的表样")) == (20, 1)
        edited = Path(SPEC).read_text("utf8").replace("43.00", "45.00")
        Path(SPEC).write_text(edited, "utf8")
        schema = Path(f"schemas/{FORM}.schema.json")
        schema.write_text(schema.read_text("utf8").replace("？", ""), "utf8")
        before = texts(small)
        assert main(["init", "--from", "旧"]) == 1
        after = texts(small)
        assert {name for name in before | after if before.get(name) != after.get(name)} == {
            "init-报告.md",
            ".goalgen/init.json",
        }
        assert number("已有") == 20
        assert not any("没有把握" in line for line in section("起草的表样，请核对"))

    def test_new_documents_are_taken_up(self, small):
        main(["init", "--from", "旧"])
        before = specs(small)
        (small / "旧/新来的.docx").write_bytes((small / "全" / FORM / "1-续.docx").read_bytes())
        main(["init", "--from", "旧"])
        after = specs(small)
        assert before.items() < after.items()
        assert sorted(set(after) - set(before)) == ["specs/庆安市档案馆/2024/馆藏档案数字化（二期）.yaml"]
        assert (number("新写"), number("已有"), number("这次起草的表样")) == (1, 20, 0)

    def test_a_form_that_a_person_mends_reads_again_what_nobody_changed(self, small):
        """The field is called otherwise; of its two specs one was changed by hand, and the other is written anew in its place."""
        main(["init", "--from", "旧"])
        one, two = sorted(name for name in specs(small) if "庆安市" in name)
        mine = Path(one).read_text("utf8") + "# 我的注释\n"
        Path(one).write_text(mine, "utf8")
        _rename_field("项目负责人", "负责的人")
        assert "项目负责人:" in Path(two).read_text("utf8")
        main(["init", "--from", "旧"])
        assert Path(one).read_text("utf8") == mine
        assert "负责的人:" in Path(two).read_text("utf8")
        assert number("照改过的重写") == 1
        document = next(row for row in section("没有动的规格"))
        assert document.startswith(f"- `{one}` 有人改过，Word 里的也和上次读的不同：取 Word 里的用 `goalgen pull 旧/")

    def test_a_form_that_is_renamed_keeps_its_specs_where_they_are(self, small):
        main(["init", "--from", "旧"])
        before = set(specs(small))
        for path in (Path(f"templates/{FORM}.docx"), Path(f"schemas/{FORM}.schema.json")):
            data = path.read_bytes()
            path.unlink()
            path.with_name(path.name.replace(FORM, "申报表")).write_bytes(
                data.replace(FORM.encode(), "申报表".encode()) if path.suffix == ".json" else data
            )
        main(["init", "--from", "旧"])
        assert set(specs(small)) == before
        assert {text.split("\n")[0] for name, text in specs(small).items() if "庆安市" in name} == {"表样: 申报表"}

    def test_a_form_that_is_deleted_is_not_drafted_again(self, small):
        main(["init", "--from", "旧"])
        for path in (Path(f"templates/{FORM}.docx"), Path(f"schemas/{FORM}.schema.json")):
            path.unlink()
        main(["init", "--from", "旧"])
        assert not list(Path("templates").glob("*"))
        assert section("没有起草表样的版式") == [
            f"- 旧/{FORM}/1.docx、旧/{FORM}/2.docx：照它们起草过的表样「{FORM}」已经删去，没有再起草。"
            f"要起草：`goalgen form draft 旧/{FORM}/1.docx 旧/{FORM}/2.docx -o templates/1.docx`"
        ]

    def test_a_spec_that_is_moved_or_deleted_does_not_come_back(self, small):
        main(["init", "--from", "旧"])
        Path(SPEC).unlink()
        other = Path("specs/331201/2022/10-科学技术普及工作.yaml")
        Path("specs/科普").mkdir()
        other.rename(Path("specs/科普") / other.name)
        before = specs(small)
        main(["init", "--from", "旧"])
        assert specs(small) == before
        assert section("没有动的规格") == [
            f"- `{SPEC}` 已不在（改了名，或删了）；要重读：`goalgen read 旧/2022/公开.docx -o 文件夹`"
        ]

    def test_a_year_that_is_said_later_moves_the_spec(self, small):
        main(["init", "--from", "旧"])
        unknown = Path("specs/湘潭市环境卫生管理处/年度不明/01-雾炮车降尘抑尘服务.yaml")
        assert unknown.exists()
        assert section("不知道是哪个单位、哪一年的") == [
            "- 年度（1 个文件）：旧/公开/雾炮车.docx。把它们放进写着年度的文件夹（如 2023），或加上 `--set 年度=2023`，再运行一次"
        ]
        before = specs(small)
        Path("旧/2023").mkdir()
        Path("旧/公开/雾炮车.docx").rename("旧/2023/雾炮车.docx")
        main(["init", "--from", "旧"])
        known = Path("specs/湘潭市环境卫生管理处/2023/01-雾炮车降尘抑尘服务.yaml")
        assert set(specs(small)) == (set(before) - {str(unknown)}) | {str(known)}
        assert known.read_text("utf8").splitlines()[:3] == ["表样: hunan-xiangtan-2023", '年度: "2023"', '序号: "1"']
        assert section("不知道是哪个单位、哪一年的") == []

    def test_a_year_that_is_given_later_moves_it_too(self, small):
        main(["init", "--from", "旧"])
        before = set(specs(small))
        main(["init", "--from", "旧", "--set", "年度=2023"])
        assert {name.replace("年度不明", "2023") for name in before} == set(specs(small))

    def test_several_that_depart_alike_are_a_layout(self, here):
        archive.make(here / "全")
        (here / "旧").mkdir()
        data = (here / "全/公开/栏名不同.docx").read_bytes()
        (here / "旧/一.docx").write_bytes(data)
        main(["init", "--from", "旧"])
        assert (number("没有读"), number("这次起草的表样")) == (1, 0)
        (here / "旧/二.docx").write_bytes(edit(data, "中江县农业", "灌县农业", 9))
        main(["init", "--from", "旧"])
        assert (number("没有读"), number("新写"), number("这次起草的表样")) == (0, 2, 1)

    def test_a_book_has_one_form_and_one_spec_of_a_name(self, here):
        """Two forms of one unit and year, and two documents of one project that say another sum; no name is in both forms."""
        archive.make(here / "全")
        (here / "旧").mkdir()
        for number, name in enumerate(("表/mof-2020-selfeval-路灯", "公开/栏名不同")):
            data = (here / "全" / f"{name}.docx").read_bytes()
            data = edit(data, "三级指标及说明", "三级指标") if number else data
            (here / f"旧/{number}.docx").write_bytes(data)
        data = (here / "全" / FORM / "1.docx").read_bytes()
        (here / "旧/甲.docx").write_bytes(data)
        (here / "旧/乙.docx").write_bytes(edit(data, ">72<", ">73<"))
        main(["init", "--from", "旧"])
        assert sorted(specs(here)) == [
            "specs/中江县水利局/2022/01-城区路灯维护.yaml",
            "specs/中江县水利局/2022/sichuan-zhongjiang-2022/"
            "01-中江县农业水价综合改革精准补贴和节水奖励项目小型水库水标尺制作安装.yaml",
            "specs/庆安市档案馆/2024/甲/馆藏档案数字化.yaml",
            "specs/庆安市档案馆/2024/馆藏档案数字化.yaml",
        ]

    def test_a_document_that_can_be_no_template_does_not_keep_the_others_from_a_form(self, here):
        archive.make(here / "全")
        (here / "旧").mkdir()
        for name in ("1", "2", "2-续"):
            (here / f"旧/{name}.docx").write_bytes((here / "全" / FORM / f"{name}.docx").read_bytes())
        (here / "旧/0.docx").write_bytes((ROOT / "tests/conformance/active_control.alone.docx").read_bytes())
        opened, _ = open_package((here / "旧/1.docx").read_bytes(), "")
        assert opened is not None
        (here / "旧/1.docx").write_bytes(write_package({**opened.parts, "word/activeX/activeX1.xml": b"<x/>"}))
        main(["init", "--from", "旧"])
        assert number("这次起草的表样") == 1
        assert number("新写") == 3
        assert section("没有起草表样的版式")[0].startswith("- 旧/0.docx：")

    def test_a_run_that_is_stopped_is_finished_by_the_next(self, small, monkeypatch):
        main(["init", "一次", "--from", "旧"])
        whole = init_from.watched

        def stopping(rows, *rest, **more):
            for count, row in enumerate(whole(rows, *rest, **more)):
                if count == 2:
                    raise KeyboardInterrupt
                yield row

        monkeypatch.setattr(init_from, "watched", stopping)
        assert main(["init", "两次", "--from", "旧"]) == 130
        monkeypatch.setattr(init_from, "watched", whole)
        assert main(["init", "两次", "--from", "旧"]) == 1
        ours, theirs = texts(small / "一次"), texts(small / "两次")
        assert {n: t for n, t in ours.items() if "init" not in n} == {
            n: t for n, t in theirs.items() if "init" not in n
        }

    def test_several_processes_make_the_same(self, small):
        main(["init", "一个", "--from", "旧"])
        main(["init", "几个", "--from", "旧", "--jobs", "2"])
        assert texts(small / "几个") == texts(small / "一个")

    def test_without_the_record_nothing_is_written_twice(self, small):
        main(["init", "--from", "旧"])
        before, record = specs(small), _tables()
        Path(".goalgen/init.json").unlink()
        Path("init-报告.md").unlink()
        main(["init", "--from", "旧"])
        assert specs(small) == before
        assert number("已有") == 20
        assert _tables() == record

    def test_what_was_read_by_hand_before_is_not_read_again(self, small):
        """Without a year, and with a comment: it says the same. It is somebody's, and stays as it is when the form changes."""
        main(["read", "旧/2022/公开.docx", "-o", "specs/331201/2022"])
        mine = Path(SPEC).read_text("utf8") + "# 我的注释\n"
        assert "年度" not in mine.splitlines()[1]
        Path(SPEC).write_text(mine, "utf8")
        before = specs(small)
        for _ in range(2):
            main(["init", "--from", "旧"])
            assert {name: text for name, text in specs(small).items() if "331201" in name} == before
        (record,) = [each for each in _tables()["旧/2022/公开.docx"] if each["spec"] == SPEC]
        assert record["file"] == "-"

    def test_a_report_that_somebody_wrote_in_stays(self, small):
        main(["init", "--from", "旧"])
        mine = Path("init-报告.md").read_text("utf8") + "已问过财务科\n"
        Path("init-报告.md").write_text(mine, "utf8")
        for _ in range(2):
            main(["init", "--from", "旧"])
        assert Path("init-报告.md").read_text("utf8") == mine
        assert Path("init-报告-2.md").exists()
        assert not Path("init-报告-3.md").exists()


def _tables() -> dict[str, list[dict[str, str]]]:
    """What the record says of the tables of each document."""
    data = json.loads(Path(".goalgen/init.json").read_text("utf8"))
    return {name: each["tables"] for name, each in data["documents"].items()}


def _rename_field(old: str, new: str) -> None:
    template, schema = Path(f"templates/{FORM}.docx"), Path(f"schemas/{FORM}.schema.json")
    assert f'"{old}": ' in schema.read_text("utf8")
    schema.write_text(schema.read_text("utf8").replace(f'"{old}"', f'"{new}"'), "utf8")
    template.write_bytes(edit(template.read_bytes(), f"{{{{ ?{old} ?}}}}", f"{{{{ {new} }}}}", 9))


def test_a_single_document_of_a_strange_layout_is_not_made_a_form(here, capsys):
    data = document("签到表", [["姓名", "电话"], ["张三", "88888888"], ["李四", "66666666"]])
    (here / "旧").mkdir()
    (here / "旧/签到.docx").write_bytes(data)
    assert main(["init", "库", "--from", "旧"]) == 1
    assert capsys.readouterr().out.splitlines()[9:12] == [
        "Word 文件 1，没有读 1",
        "  没有起草 ../旧/签到.docx：只有这一份，没有认出一个绩效表常有的栏目",
        "specs/ 里 0 册，0 册能生成；错误 0 个，警告 0 个",
    ]
    assert not (here / "库/templates").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="a name that is no text")
def test_a_name_in_another_encoding_is_told_readably(here):
    archive.make(here / "全")
    (here / "旧").mkdir()
    (here / "旧" / os.fsdecode("雾炮.docx".encode("gbk"))).write_bytes((here / "全/公开/雾炮车.docx").read_bytes())
    assert main(["init", "--from", "旧"]) == 1
    assert section("不知道是哪个单位、哪一年的")[0].startswith("- 年度（1 个文件）：旧/雾炮.docx。")
    assert main(["init", "--from", "旧"]) == 1
    assert number("已有") == 1


def test_a_folder_that_is_not_there_and_a_key_that_no_form_has(here, capsys):
    assert main(["init", "库", "--from", "没有"]) == 2
    assert capsys.readouterr() == ("", "错误：没有 ../没有 这个文件夹，请核对路径\n")
    assert not (here / "库").exists()
    (here / "旧").mkdir()
    assert main(["init", "库", "--from", "旧"]) == 2
    assert capsys.readouterr() == ("", "错误：这里没有 Word 文件（*.docx、*.doc）\n")
    assert not (here / "库").exists()


@pytest.mark.parametrize(
    ("path", "year"),
    [
        ("2022/公开.docx", "2022"),
        ("2021-2023年/2022年度目标表.docx", "2022"),
        ("2021/2022年部门预算（2021年编）.docx", "2021"),
        ("科技局20220315/表.docx", ""),
        ("2023年预算/部门/表2.docx", "2023"),
        ("历年/331201.docx", ""),
        ("2019-2020/表.docx", ""),
    ],
)
def test_the_year_that_a_path_says(path, year):
    assert year_in(Path(path)) == year
