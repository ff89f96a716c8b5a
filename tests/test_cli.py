"""The command line as its users meet it: what it prints, what it writes, how it ends."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from goalgen.cli import console, main, progress
from goalgen.desk import files
from goalgen.desk.specs import distinct
from goalgen.form import form_files

ROOT = Path(__file__).parent.parent
BOOK = ROOT / "specs/331201/2022"
DOCUMENT = "build/331201-2022.docx"
FORMS = "、".join(sorted({path.name.split(".")[0] for path in (ROOT / "templates").glob("*.docx")}))


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def project(here):
    """A folder with three of the published specs."""
    for path in sorted(BOOK.iterdir())[:3]:
        copy(path, here / "specs/331201/2022" / path.name)
    return here


def copy(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)
    return target


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in Path(folder).rglob("*") if path.is_file())


def change(path, old, new):
    text = path.read_text("utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), "utf-8")


def spec(number):
    return next(Path("specs/331201/2022").glob(f"{number:02}-*"))


def run(*args, **given):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **given.pop("env", {})}
    command = [sys.executable, "-m", "goalgen", *args]
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False, **given)


class TestWords:
    @pytest.mark.parametrize(
        ("args", "expected"),
        [
            (["chekc"], "错误：命令 没有「chekc」，是不是「check」？\n看用法：goalgen check --help\n"),
            (["read"], "错误：缺少：Word文件\n看用法：goalgen read --help\n"),
            (
                ["read", "a", "--set", "3"],
                "错误：--set：「3」应是 键=值，如 年度=2022\n看用法：goalgen read --help\n",
            ),
            (["read", "a", "-o"], "错误：-o 后面要写一个值\n看用法：goalgen read --help\n"),
            (
                ["check", "--format", "xml"],
                "错误：--format 没有「xml」；可用：text、json、github、gitlab、sarif、md、html\n看用法：goalgen check --help\n",
            ),
            (["build", "--split=3"], "错误：--split 不带值，多了「3」\n看用法：goalgen build --help\n"),
            (["check", "--foo"], "错误：没有 --foo 这个选项\n看用法：goalgen check --help\n"),
            (
                ["check", "--formt", "json"],
                "错误：没有 --formt 这个选项，是不是 --format？\n看用法：goalgen check --help\n",
            ),
            (
                ["form", "check", "a", "--anot=1"],
                "错误：没有 --anot 这个选项，是不是 --annotate？\n看用法：goalgen form check --help\n",
            ),
            (
                ["show", "--jobs", "3", "a"],
                "错误：没有 --jobs 这个选项；init、build、check、read、survey 有\n看用法：goalgen show --help\n",
            ),
            (["show", "a", "b"], "错误：多了「b」：不知道用在哪里\n看用法：goalgen show --help\n"),
            (["form", "draf"], "错误：命令 没有「draf」，是不是「draft」？\n看用法：goalgen form draft --help\n"),
            (["--verison"], "错误：没有 --verison 这个选项，是不是 --version？\n看用法：goalgen --help\n"),
        ],
    )
    def test_wrong_arguments(self, args, expected, capsys):
        assert main(args) == 2
        assert capsys.readouterr() == ("", expected)

    @pytest.mark.parametrize(
        "command", ["build", "check", "fmt", "new", "read", "show", "form", "form list", "form check", "form schema"]
    )
    def test_every_help_is_chinese_and_has_an_example(self, command, capsys):
        assert main([*command.split(), "--help"]) == 0
        text = capsys.readouterr().out
        assert text.startswith(f"用法：goalgen {command}")
        assert f"例：\n  goalgen {command}" in text
        assert not [word for word in ("usage", "options", "positional", "show this") if word in text]

    def test_alone_it_prints_its_help(self, capsys):
        assert main([]) == 0
        alone = capsys.readouterr().out
        assert main(["--help"]) == 0
        assert alone == capsys.readouterr().out
        assert alone.startswith("用法：goalgen")

    def test_version(self, capsys):
        assert main(["--version"]) == 0
        assert capsys.readouterr().out.startswith("goalgen 0.")

    def test_help_imports_nothing_heavy(self):
        code = (
            "import sys, goalgen, goalgen.cli; goalgen.cli.main(['--help'])\n"
            "heavy = {'docxtpl', 'docx', 'lxml', 'jsonschema', 'yaml', 'jinja2'} & set(sys.modules)\n"
            "sys.exit(str(heavy) if heavy else 0)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=False)
        assert (done.returncode, done.stderr) == (0, b"")


class TestBuild:
    def test_a_folder_is_a_book(self, project, capsys):
        assert main(["build"]) == 0
        out, err = capsys.readouterr()
        size = files.size(Path(DOCUMENT).stat().st_size)
        assert out == f"已写 {DOCUMENT}：3 张表，{size}\n"
        assert err.startswith("共写 1 个文件，用时 ")
        assert names("build") == ["331201-2022.docx"]

    def test_what_is_built_reads_back_byte_for_byte(self, project):
        assert main(["build"]) == 0
        assert main(["read", DOCUMENT, "-o", "back"]) == 0
        assert names("back") == names("specs/331201/2022")
        for name in names("back"):
            assert (project / "back" / name).read_bytes() == (BOOK / name).read_bytes()

    def test_split(self, project):
        assert main(["build", "--split", "-o", "out"]) == 0
        assert names("out") == [f"331201-2022/{path.stem}.docx" for path in sorted(Path("specs/331201/2022").iterdir())]
        assert main(["read", "out/331201-2022/*.docx", "-o", "back"]) == 0
        for name in names("back"):
            assert (project / "back" / name).read_bytes() == (BOOK / name).read_bytes()

    def test_names_of_books(self, project):
        copy(spec(1), Path("specs/a/x.yml"))
        copy(spec(1), Path("elsewhere/mine/x.yaml"))
        assert main(["build", "specs", "elsewhere", str(spec(2))]) == 0
        assert names("build") == [f"{spec(2).stem}.docx", "331201-2022.docx", "a.docx", "mine.docx"]

    def test_two_books_of_one_name_are_refused_and_the_others_built(self, project, capsys):
        copy(spec(1), Path("specs/a-b/x.yaml"))
        copy(spec(1), Path("specs/a/b/x.yaml"))
        assert main(["build"]) == 2
        refused = "错误：specs/a/b、specs/a-b 都要存为 build/a-b.docx：请用 -o 分开生成\n"
        assert capsys.readouterr().err.startswith(refused * 2)
        assert names("build") == ["331201-2022.docx"]

    def test_names_that_differ_by_case_only_are_one_name_to_some_disks(self, project, capsys):
        copy(spec(1), Path("specs/A-B/x.yaml"))
        copy(spec(1), Path("specs/a/b/x.yaml"))
        assert main(["build"]) == 2
        assert capsys.readouterr().err.startswith(
            "错误：specs/A-B、specs/a/b 都要存为 build/A-B.docx：请用 -o 分开生成\n"
            "错误：specs/A-B、specs/a/b 都要存为 build/a-b.docx：请用 -o 分开生成\n"
        )
        assert names("build") == ["331201-2022.docx"]
        assert distinct(["甲A", "甲a", "甲b", "甲A"]) == ["甲A", "甲a-2", "甲b", "甲A-3"]

    def test_in_the_order_of_the_numbers(self, project, capsys):
        change(spec(1), '序号: "1"', '序号: "10"')
        assert main(["build"]) == 0
        capsys.readouterr()
        assert main(["read", DOCUMENT, "--format", "json", "-o", "back"]) == 0
        tables = json.loads(capsys.readouterr().out)["documents"][0]["tables"]
        assert [table["value"]["序号"] for table in tables] == ["2", "3", "10"]

    @pytest.mark.parametrize("split", [[], ["--split"]])
    def test_what_could_not_be_read_back_is_refused(self, project, capsys, split):
        change(spec(1), "绩效目标:\n- ", '绩效目标:\n- "一\\n2.二"\n- ')
        assert main(["build", *split]) == 1
        out, err = capsys.readouterr()
        assert out.startswith(f"{spec(1)}:13:3 B201 「绩效目标")
        assert err.startswith("没有生成 331201-2022：请先改好上面的问题\n")
        assert not Path("build").exists()

    def test_nothing_is_written_for_a_book_with_an_error(self, project, capsys):
        copy(spec(2), Path("specs/other/02.yaml"))
        change(spec(1), "指标值:", "指标直:")
        assert main(["build"]) == 1
        out, err = capsys.readouterr()
        assert out.startswith(
            f"{spec(1)}:19:3 S204 没有「指标直」这一项，是不是必填的「指标值」？\n已写 build/other.docx："
        )
        assert err.startswith("没有生成 331201-2022：请先改好上面的问题\n")
        assert names("build") == ["other.docx"]

    def test_equal_numbers(self, project, capsys):
        change(spec(2), '序号: "2"', '序号: "1"')
        assert main(["build"]) == 1
        assert capsys.readouterr().out == (
            f"{spec(2)}:3:5 S211 「序号」与 {spec(1)} 相同，都是 1：一册里不能重复，请改一个\n"
        )
        assert not Path("build").exists()

    def test_out_is_a_file(self, project, capsys):
        Path("out").write_text("mine")
        assert main(["build", "-o", "out"]) == 2
        assert capsys.readouterr().err == "错误：-o 指的 out 是文件，不是文件夹：请换一个名字\n"
        assert Path("out").read_text() == "mine"

    @pytest.mark.parametrize(
        ("paths", "expected"),
        [
            (
                [],
                "错误：这里没有 specs 文件夹：请在项目文件夹里运行，或写明规格文件、文件夹；goalgen new 可以新写一份\n",
            ),
            (["empty"], "错误：文件夹 empty 里没有规格文件（*.yaml、*.yml）\n"),
            (["nowhere"], "错误：没有 nowhere 这个文件或文件夹，请核对路径\n"),
            (["*.yaml"], "错误：没有文件合乎 *.yaml\n"),
            (["a.docx"], "错误：a.docx 是 Word 文件，这里要规格（YAML）：请先运行 goalgen read a.docx\n"),
        ],
    )
    def test_nothing_to_build(self, here, paths, expected, capsys):
        Path("empty").mkdir()
        assert main(["build", *paths]) == 2
        out, err = capsys.readouterr()
        assert (out, re.sub(r"用时 .*", "用时", err)) == ("", f"{expected}共写 0 个文件，用时\n" if paths else expected)

    @pytest.mark.parametrize("command", [["build"], ["check"], ["fmt"], ["roll", "--to", "2023"]])
    def test_what_is_not_there_does_not_stop_what_is(self, project, command, capsys):
        spec = str(sorted(Path("specs").rglob("*.yaml"))[0])
        Path("empty").mkdir()

        def run(name: str, *more: str) -> tuple[int, str, dict[str, bytes], str]:
            out = ["-o", name] if command[0] in ("build", "roll") else []
            code = main([*command, *more, spec, *out])
            said = capsys.readouterr()
            made = {str(path.relative_to(name)): path.read_bytes() for path in Path(name).rglob("*.*")}
            return code, said.out.replace(name, ""), made, said.err

        alone = run("alone")
        among = run("among", "nowhere", "a/b.yaml", "*.yml", "empty", "\0", "x.docx/")
        assert (alone[0] in (0, 1), among[0], among[1:3]) == (True, 2, alone[1:3])
        for told in (
            "没有 nowhere 这个文件",
            "没有 a/b.yaml 这个",
            "没有文件合乎 *.yml",
            "文件夹 empty 里没有规格文件",
        ):
            assert f"错误：{told}" in among[3]

    def test_a_broken_template(self, project, capsys):
        copy(ROOT / "schemas/tianjin-2022.schema.json", Path("schemas/tianjin-2022.schema.json"))
        Path("templates").mkdir()
        Path("templates/tianjin-2022.docx").write_bytes(b"PK broken")
        assert main(["build"]) == 1
        out, err = capsys.readouterr()
        assert out.startswith("templates/tianjin-2022.docx F101 模板打不开：")
        assert err.startswith("没有生成 331201-2022：表样「tianjin-2022」不能用\n")
        assert not Path("build").exists()


class TestDisk:
    """Nothing half-written, whatever the disk says."""

    @pytest.mark.parametrize(
        ("error", "expected"),
        [
            (errno.ENOSPC, "不能写 build/331201-2022.docx：磁盘已满，请腾出空间后再试"),
            (
                errno.EACCES,
                "不能写 build/331201-2022.docx：没有写入权限，或文件正在 Word、WPS 里打开：请关闭后再试，或换一个文件夹",
            ),
            (errno.EROFS, "不能写 build/331201-2022.docx：这个磁盘是只读的，请换一个文件夹"),
            (errno.EIO, f"不能写 build/331201-2022.docx：系统说：{os.strerror(errno.EIO)}"),
        ],
    )
    @pytest.mark.parametrize("step", ["fsync", "replace"])
    def test_a_refusal_leaves_the_old_file(self, project, monkeypatch, capsys, step, error, expected):
        assert main(["build"]) == 0
        old = Path(DOCUMENT).read_bytes()
        change(spec(1), "15.00", "16.00")
        capsys.readouterr()

        def refuse(*_):
            raise OSError(error, os.strerror(error))

        monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), refuse)
        assert main(["build"]) == 2
        assert capsys.readouterr().err.splitlines()[0] == f"错误：{expected}"
        assert names("build") == ["331201-2022.docx"]
        assert Path(DOCUMENT).read_bytes() == old

    def test_one_that_fails_does_not_stop_the_others(self, project, capsys):
        copy(spec(1), Path("specs/a/x.yaml"))
        Path("build/331201-2022.docx").mkdir(parents=True)
        assert main(["build"]) == 2
        assert "不能写 build/331201-2022.docx：这是文件夹，不是文件" in capsys.readouterr().err
        assert names("build") == ["a.docx"]

    def test_a_name_too_long(self, here):
        with pytest.raises(files.Unable, match="太长"):
            files.write({Path("a"): b"", Path("长" * 200): b""})
        assert names(here) == []

    def test_all_or_none(self, project, monkeypatch, capsys):
        sync, left = os.fsync, iter([True, True, False])

        def full(descriptor):
            if not next(left):
                raise OSError(errno.ENOSPC, "")
            sync(descriptor)

        monkeypatch.setattr(os, "fsync", full)
        assert main(["build", "--split"]) == 2
        target = f"build/331201-2022/{spec(3).stem}.docx"
        assert capsys.readouterr().err.startswith(f"错误：不能写 {target}：磁盘已满，请腾出空间后再试\n")
        assert names("build") == []

    def test_writing_keeps_the_mode_and_follows_links(self, here):
        Path("real").write_text("old")
        Path("real").chmod(0o640)
        Path("link").symlink_to("real")
        files.write({Path("link"): b"new"})
        assert (Path("real").read_bytes(), Path("real").stat().st_mode & 0o777) == (b"new", 0o640)
        assert Path("link").is_symlink()


class TestRead:
    def test_the_account(self, project, capsys):
        assert main(["build"]) == 0
        capsys.readouterr()
        assert main(["read", DOCUMENT]) == 0
        first = f"{DOCUMENT}：3 张表 → 331201-2022（新写 3 个）\n"
        account = "  表内可见文字 1609 字 = 栏位 1397 + 固定文字 202 + 自动编号 7 + 版式 3 + 未识别 0\n"
        assert capsys.readouterr() == (first + account, "")
        assert main(["read", DOCUMENT]) == 0
        assert capsys.readouterr().out == f"{DOCUMENT}：3 张表 → 331201-2022（未变 3 个）\n" + account

    def test_a_different_file_is_not_overwritten(self, project, capsys):
        assert main(["build"]) == 0
        change(spec(1), "15.00", "16.00")
        change(spec(2), "年度", "年份")
        before = {path: path.read_bytes() for path in project.rglob("*.yaml")}
        capsys.readouterr()
        read = ["read", DOCUMENT, "-o", "specs/331201/2022"]
        assert main(read) == 2
        told = f"错误：已有内容不同的 {spec(1)}等 2 个文件，没有动它们：只把 Word 里改的取进规格，用 goalgen pull；否则用 -o 另选文件夹，要覆盖就加 --force\n"
        assert capsys.readouterr().err == told
        assert before == {path: path.read_bytes() for path in project.rglob("*.yaml")}
        assert main([*read, "--force"]) == 0
        assert "（覆盖 2 个，未变 1 个）" in capsys.readouterr().out
        assert spec(1).read_bytes() == (BOOK / spec(1).name).read_bytes()

    def test_set(self, project, capsys):
        for number in (1, 2, 3):
            change(spec(number), '年度: "2022"\n', "")
        assert main(["build"]) == 0
        assert main(["read", DOCUMENT, "-o", "back", "--set", "年度=2022"]) == 0
        assert (Path("back") / spec(1).name).read_bytes() == (BOOK / spec(1).name).read_bytes()
        capsys.readouterr()
        assert main(["read", DOCUMENT, "-o", "again", "--set", "年份=2022"]) == 2
        said = "错误：--set 年份=2022 不能用，没有写：没有「年份」这个字段，是不是「年度」？\n"
        assert capsys.readouterr().err.endswith(said)
        assert not Path("again").exists()

    def test_tables_of_one_name_are_told_apart(self, project, capsys):
        assert main(["build", str(spec(1))]) == 0
        one = Path("build") / f"{spec(1).stem}.docx"
        two = Path("two.docx")
        two.write_bytes(edited(one, lambda body: body * 2))
        capsys.readouterr()
        assert main(["read", str(two)]) == 1
        assert f"R211 还有一张表也叫「{spec(1).stem}」，这一张存为 {spec(1).stem}-2.yaml\n" in capsys.readouterr().out
        assert names("two") == [f"{spec(1).stem}-2.yaml", f"{spec(1).stem}.yaml"]

    def test_two_documents_do_not_overwrite_each_other(self, project, capsys):
        assert main(["build", str(spec(1)), "-o", "a"]) == 0
        change(spec(1), "15.00", "16.00")
        assert main(["build", str(spec(1)), "-o", "b"]) == 0
        assert main(["read", "a/*.docx", "b/*.docx", "-o", "back", "--force"]) == 2
        path = Path("back") / spec(1).name
        assert capsys.readouterr().err.endswith(
            f"错误：两个 Word 文件都要写 {path}，内容不同：请用 -o 分别读到两个文件夹\n"
            "共 2 个 Word 文件，读出的 1 个，1 张表（新写 1 个）\n"
        )
        assert path.read_bytes() == (BOOK / path.name).read_bytes()

    def test_json(self, project, capsys):
        assert main(["build"]) == 0
        capsys.readouterr()
        assert main(["read", DOCUMENT, "-o", "back", "--format", "json"]) == 0
        report = json.loads(capsys.readouterr().out)
        (document,) = report["documents"]
        assert list(document) == [
            "file", "account", "tables", "drafts", "layout", "producer", "hidden", "residue", "unread", "problems",
        ]  # fmt: skip
        assert document["account"]["tables"] == 3
        assert [table["file"] for table in document["tables"]] == [f"back/{name}" for name in names("back")]
        assert document["tables"][0]["value"]["序号"] == "1"
        assert report["problems"] == document["problems"] == document["residue"] == []

    def test_what_no_form_claims(self, project, capsys):
        assert main(["build", str(spec(1))]) == 0
        paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
        row = f"<w:tr><w:tc>{paragraph.format('手写的备注')}</w:tc></w:tr></w:tbl>"
        built = Path("build") / f"{spec(1).stem}.docx"
        document = Path("a.docx")
        document.write_bytes(
            edited(built, lambda body: paragraph.format("前言") + row.join(body.rsplit("</w:tbl>", 1)))
        )
        capsys.readouterr()
        assert main(["read", "a.docx"]) == 1
        lines = capsys.readouterr().out.splitlines()
        assert lines[0] == "a.docx：1 张表 → a（新写 1 个）"
        assert lines[1].endswith(" + 未识别 5")
        assert lines[2:] == [
            "  表外文字 1 段，没有读；goalgen show 可以看到",
            "a.docx 表2 第10行第1列 R203 这里的文字没有读进任何栏位：「手写的备注」",
        ]
        assert main(["read", "a.docx", "--format", "json"]) == 1
        (report,) = json.loads(capsys.readouterr().out)["documents"]
        assert report["residue"] == [{"cell": "表2 第10行第1列", "text": "手写的备注"}]
        assert report["unread"] == [{"cell": "第1段", "text": "前言"}]
        assert main(["show", "a.docx"]) == 1
        assert capsys.readouterr().out == spec(1).read_text("utf-8") + "# 未识别的文字\n# 第1段 前言\n"

    def test_not_a_word_file(self, here, capsys):
        Path("a.docx").write_text("hello")
        assert main(["read", "a.docx", "nowhere.docx"]) == 2
        out, err = capsys.readouterr()
        assert out == "a.docx：0 张表\na.docx R101 不是 .docx 文件\n"
        assert err == (
            "错误：不能读 nowhere.docx：没有这个文件或文件夹，请核对路径\n共 2 个 Word 文件，读出的 0 个，0 张表\n"
        )
        assert names(here) == ["a.docx"]

    def test_an_unknown_form(self, here, capsys):
        assert main(["read", "a.docx", "--form", "浦东"]) == 2
        assert capsys.readouterr().err == f"错误：没有「浦东」这个表样；现有：{FORMS}\n"

    def test_a_form_by_a_part_of_its_title(self, here, capsys):
        for part in ("普陀", "绩效自评表", "selfeval"):
            assert main(["new", "--no-input", "--form", part, "-o", f"{part}.yaml"]) == 0
        assert [
            Path(f"{part}.yaml").read_text("utf8").count("\n表样: " + form + "\n")
            for part, form in (
                ("普陀", "shanghai-putuo-2026"),
                ("绩效自评表", "mof-2020-selfeval"),
                ("selfeval", "mof-2020-selfeval"),
            )
        ] == [1, 1, 1]
        capsys.readouterr()
        assert main(["new", "--form", "自评表"]) == 2
        assert capsys.readouterr().err == (
            "错误：「自评表」说的是哪个表样？名称里有这几个字的有 2 个：mof-2020-selfeval（项目支出绩效自评表（财预〔2020〕10号））、"
            "sichuan-zhongjiang-2022（绩效目标自评表（四川省中江县 2022 年））；请写明是哪一个\n"
        )

    def test_show(self, project, capsys):
        assert main(["build"]) == 0
        capsys.readouterr()
        assert main(["show", DOCUMENT]) == 0
        expected = "---\n".join(path.read_text("utf-8") for path in sorted(BOOK.iterdir())[:3])
        assert capsys.readouterr().out == expected


class TestCheck:
    def test_clean(self, project, capsys):
        assert main(["check", "--ignore", "G"]) == 0
        assert capsys.readouterr() == ("", "共 3 个文件，没有问题\n")

    def test_problems_in_order(self, project, capsys):
        change(spec(3), "万元", "万圆")
        change(spec(1), "指标值: ", "指标值：")
        change(spec(2), '序号: "2"', '序号: "3"')
        assert main(["check", "--ignore", "G"]) == 1
        out, err = capsys.readouterr()
        first, *others = [line for line in out.splitlines() if not line.startswith("  ")]  # without the source lines
        assert first.startswith(f"{spec(1)}:19:")
        assert others == [
            f"{spec(3)}:3:5 S211 「序号」与 {spec(2)} 相同，都是 3：一册里不能重复，请改一个",
            f"{spec(3)}:6:7 S207 「金额单位」只能是：万元、元；是不是「万元」？",
        ]
        assert err == "共 3 个文件，3 个错误；2 处可用 --fix 改正\n"

    def test_json(self, project, capsys):
        change(spec(3), "万元", "万圆")
        at = spec(3).read_text("utf-8").index("万圆")
        assert main(["check", "--ignore", "G", "--format", "json"]) == 1
        names = ["2022年度天津市科技计划项目抽查监督工作", "2022年审计监督工作", "财政科研经费政策培训专项工作"]
        unit = {"unit": "天津市科学技术信息研究所", "place": ""}
        budgets = [("15.00", "万元"), ("19.00", "万元"), ("20.00", "")]
        assert json.loads(capsys.readouterr().out) == {
            "files": 3,
            "unjudged": [],
            "projects": [
                {"project": name, "budget": budget, "money": money, "file": str(spec(number)), **unit}
                for number, (name, (budget, money)) in enumerate(zip(names, budgets, strict=True), 1)
            ],
            "problems": [
                {
                    "code": "S207",
                    "severity": "error",
                    "message": "「金额单位」只能是：万元、元；是不是「万元」？",
                    "file": str(spec(3)),
                    "line": 6,
                    "column": 7,
                    "length": 2,
                    "cell": "表1 第1行第5列",
                    "project": names[2],
                    "indicator": "",
                    "related": [],
                    "text": "万元",
                    "fix": [{"start": at, "end": at + 2, "text": "万元"}],
                }
            ],
        }

    def test_a_schema_that_cannot_be_used(self, project, capsys):
        schema = copy(ROOT / "schemas/tianjin-2022.schema.json", Path("schemas/tianjin-2022.schema.json"))
        copy(ROOT / "templates/tianjin-2022.docx", Path("templates/tianjin-2022.docx"))
        change(schema, '"^[0-9]{4}$"', '"["')
        assert main(["check"]) == 1
        told = "schemas/tianjin-2022.schema.json:38:18 F111 schema 的 properties/年度/pattern「[」用不了：第 1 个字符「[」起：「[」没有「]」与它配对\n"
        assert capsys.readouterr().out.startswith(told)
        schema.write_text('{\n"a"', "utf-8")
        assert main(["check"]) == 1
        told = "schemas/tianjin-2022.schema.json:2:4 F111 schema 不是完好的 JSON：从这里起读不下去\n"
        assert capsys.readouterr().out.startswith(told)


class TestFmt:
    def test_clean(self, project, capsys):
        assert main(["fmt", "--check"]) == 0
        assert capsys.readouterr() == ("", "共 3 个文件，要整理 0 个\n")

    @pytest.mark.parametrize("codec", ["gb18030", "utf-8-sig", "crlf"])
    def test_converts_other_files(self, project, capsys, codec):
        good = spec(1).read_bytes()
        text = good.decode()
        spec(1).write_bytes(text.replace("\n", "\r\n").encode() if codec == "crlf" else text.encode(codec))
        other = spec(1).read_bytes()
        assert main(["fmt", "--check"]) == 1
        assert capsys.readouterr() == (f"{spec(1)}\n", "共 3 个文件，要整理 1 个\n")
        assert spec(1).read_bytes() == other
        assert main(["fmt"]) == 0
        assert capsys.readouterr() == (f"{spec(1)}\n", "共 3 个文件，整理了 1 个\n")
        assert spec(1).read_bytes() == good

    def test_a_broken_file_is_left_alone(self, project, capsys):
        change(spec(1), "指标值: ", "指标值：")
        broken = spec(1).read_bytes()
        assert main(["fmt"]) == 1
        assert capsys.readouterr().out.startswith(f"{spec(1)}:19:")
        assert spec(1).read_bytes() == broken


class TestForms:
    def test_list(self, here, capsys):
        assert main(["form", "list"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[-3] == "tianjin-2022  项目支出绩效目标表（天津市 2022 年）"
        assert [Path(line.strip()).name for line in lines[-2:]] == ["tianjin-2022.docx", "tianjin-2022.schema.json"]
        assert [line.split()[0] for line in lines if not line.startswith(" ")] == FORMS.split("、")
        assert [Path(line.strip()).name for line in lines if line.endswith("（只读）")] == [
            f"{path.name}（只读）" for path in sorted((ROOT / "templates").glob("*.*.docx"))
        ]

    def test_check(self, here, capsys):
        template = copy(ROOT / "templates/tianjin-2022.docx", Path("templates/mine.docx"))
        assert main(["form", "check", str(template)]) == 1
        assert capsys.readouterr().out.startswith("templates/mine.docx F111 没有配套的 schema")
        schema = copy(ROOT / "schemas/tianjin-2022.schema.json", Path("schemas/mine.schema.json"))
        assert main(["form", "check", str(template)]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[0] == "templates/mine.docx 可用：15 个栏位，另有 1 个不印（年度）"
        assert lines[1:4] == ["  序号：第1段", "  项目名称：第1段、表1 第2行第2列", "  单位代码：表1 第1行第1列"]
        assert (len(lines), lines[-1]) == (16, "  绩效指标.指标值：表2 第3行第5列")
        change(schema, '"type": "array"', '"type": "arrey"')
        assert main(["form", "check", str(template)]) == 1
        told = "schemas/mine.schema.json:104:15 F111 schema 的 properties/绩效目标/type 写得不对：「arrey」，应是array、boolean、integer、null、number、object、string 中的一种，或几种的列表\n"
        assert capsys.readouterr().out == told

    def test_check_without_a_template(self, here, capsys):
        assert main(["form", "check", "templates/mine.docx"]) == 2
        assert capsys.readouterr().err == "错误：没有 templates/mine.docx 这个文件，请核对路径\n"

    def test_check_of_many_templates_goes_on(self, here, capsys):
        template = str(ROOT / "templates/tianjin-2022.docx")
        Path("bad.docx").write_text("PK")
        assert main(["form", "check", template]) == 0
        alone = capsys.readouterr().out
        assert main(["form", "check", "bad.docx", "nowhere.docx", "*.dotx", template]) == 2
        said = capsys.readouterr()
        assert said.out.startswith("bad.docx F111 ")
        assert said.out.endswith(alone)
        assert said.err == (
            "错误：没有文件合乎 *.dotx\n错误：没有 nowhere.docx 这个文件，请核对路径\n共 3 个模板，能用的 1 个\n"
        )
        assert main(["form", "check", "bad.docx", template, "--annotate", "x.docx"]) == 2
        assert capsys.readouterr().err == "错误：--annotate 一次只写一个模板：请分开检查\n"

    def test_the_umbrella_schema_is_what_the_command_writes(self, here):
        shutil.copytree(ROOT / "templates", "templates")
        shutil.copytree(ROOT / "schemas", "schemas")
        written = Path("schemas/goalgen.schema.json")
        written.unlink()
        assert main(["form", "schema", "-o", str(written)]) == 0
        assert written.read_bytes() == (ROOT / written).read_bytes()

    def test_elsewhere_the_umbrella_holds_the_schemas(self, here, capsys):
        from jsonschema import Draft202012Validator

        assert main(["form", "schema"]) == 0
        umbrella = json.loads(capsys.readouterr().out)
        Draft202012Validator.check_schema(umbrella)
        validator = Draft202012Validator(umbrella)
        value = {"表样": "tianjin-2022"}
        assert next(validator.iter_errors(value)).message == "'序号' is a required property"
        assert "$id" not in umbrella["$defs"]["tianjin-2022"]

    def test_the_umbrella_leaves_out_a_form_whose_schema_cannot_be_used(self, here, capsys):
        for name, schema in (("bad", "{"), ("none", None)):
            copy(ROOT / "templates/tianjin-2022.docx", Path(f"templates/{name}.docx"))
            if schema:
                Path("schemas").mkdir()
                Path(f"schemas/{name}.schema.json").write_text(schema)
        assert main(["form", "schema"]) == 1
        said = capsys.readouterr()
        umbrella = json.loads(said.out)
        names = [form["if"]["properties"]["表样"]["const"] for form in umbrella["allOf"]]
        assert umbrella["properties"]["表样"]["enum"] == names == sorted(form_files([ROOT]))
        assert [line.split()[:2] for line in said.err.splitlines()] == [
            ["schemas/bad.schema.json:1:2", "F111"],
            ["templates/none.docx", "F111"],
        ]
        assert all(line.endswith("；总 schema 里没有这个表样") for line in said.err.splitlines())

    def test_references_inside_a_schema_are_kept_when_it_is_embedded(self, here, capsys):
        from jsonschema import Draft202012Validator

        copy(ROOT / "templates/tianjin-2022.docx", Path("templates/mine.docx"))
        Path("schemas").mkdir()
        schema = {"$id": "mine", "properties": {"甲": {"$ref": "#/$defs/码"}}, "$defs": {"码": {"pattern": "^x$"}}}
        Path("schemas/mine.schema.json").write_text(json.dumps(schema), "utf-8")
        assert main(["form", "schema"]) == 0
        validator = Draft202012Validator(json.loads(capsys.readouterr().out))
        assert validator.is_valid({"表样": "mine", "甲": "x"})
        assert not validator.is_valid({"表样": "mine", "甲": "y"})

    def test_new_holds_a_mark_where_a_person_must_write(self, here, capsys):
        assert main(["new"]) == 0
        said = capsys.readouterr()
        assert said.out == "已写 新项目.yaml：请把每个【请填】换成内容，再运行 goalgen check 新项目.yaml\n"
        text = Path("新项目.yaml").read_text("utf-8")
        assert text.startswith(
            "# 项目支出绩效目标表（天津市 2022 年）：请逐项改填；以 # 开头的行是说明，可以删去。\n"
            "# 表样：用哪一种官方表。例：tianjin-2022\n"
            "表样: tianjin-2022\n"
            '# 年度（可以不填）：预算年度，四位数字，表上不印。例："2022"\n'
            '# 年度: "2022"\n'
        )
        assert (
            "\n# 金额单位（只能是：万元、元）：表内金额的单位，印在表的右上角。例：万元\n金额单位: 【请填】\n" in text
        )
        assert "\n绩效目标:\n- 【请填】\n# 绩效指标：" in text
        assert text.endswith(
            "- 一级指标: 满意度指标\n  二级指标: 服务对象满意度指标\n  三级指标: 【请填】\n  绩效指标描述: 【请填】\n  指标值: 【请填】\n"
        )
        assert (main(["fmt", "--check", "新项目.yaml"]), main(["check", "新项目.yaml"])) == (0, 1)

    def test_new_of_any_schema(self, here, capsys):
        """Nested mappings, rows that begin with an optional field, lists in rows, defaults, an only choice, no examples."""
        copy(ROOT / "templates/tianjin-2022.docx", Path("templates/mine.docx"))
        Path("schemas").mkdir()
        text = {"type": "string"}
        row = {"注": text, "名称": text, "人": {"type": "array", "items": text}}
        fields = {
            "表样": {"const": "mine"},
            "资金": {"type": "object", "required": ["总额"], "properties": {"总额": text, "其他": {"examples": ["0"]}}},
            "行": {"type": "array", "items": {"$ref": "#/$defs/行"}},
            "密级": {"enum": ["公开"]},
            "单位": {"enum": ["元", "万元"], "default": "万元"},
            "意见": {"examples": ["", "同意"]},
        }
        schema = {
            "title": "我的表", "type": "object", "required": list(fields), "properties": fields,
            "$defs": {"行": {"type": "object", "required": ["名称", "人"], "properties": row}},
        }  # fmt: skip
        Path("schemas/mine.schema.json").write_text(json.dumps(schema), "utf-8")
        assert main(["new", "--form", "mine", "-o", "a.yaml"]) == 0
        assert Path("a.yaml").read_text("utf-8") == (
            "# 我的表：请逐项改填；以 # 开头的行是说明，可以删去。\n"
            "# 表样\n表样: mine\n"
            '# 资金\n资金:\n  # 总额\n  总额: 【请填】\n  # 其他（可以不填）\n  # 其他: "0"\n'
            "# 行\n行:\n# 名称\n- 名称: 【请填】\n  # 注（可以不填）\n  # 注: 【请填】\n  # 人\n  人:\n  - 【请填】\n"
            "# 密级（只能是：公开）\n密级: 公开\n"
            "# 单位（只能是：元、万元）\n单位: 万元\n"
            '# 意见（可以写空 ""）\n意见: ""\n'
        )

    def test_an_example_is_valid_and_canonical(self, here, capsys):
        assert main(["new", "--example"]) == 0
        (name,) = names(here)
        said = capsys.readouterr()
        assert said.out == f"已写 {name}：请逐项改填，再运行 goalgen check {name}\n"
        assert said.err == "用的是表样 tianjin-2022；要别的表样请写 --form，goalgen form list 列出全部\n"
        assert main(["check", name]) == main(["fmt", "--check", name]) == main(["build", name]) == 0
        assert "没有问题" in capsys.readouterr().err
        text = Path(name).read_text("utf-8")
        assert text.startswith(
            "# 项目支出绩效目标表（天津市 2022 年）：请逐项改填；以 # 开头的行是说明，可以删去。\n"
            "# 表样：用哪一种官方表。例：tianjin-2022\n"
            "表样: tianjin-2022\n"
            "# 年度（可以不填）："
        )
        assert "绩效指标:\n# 一级指标：指标的大类。例：产出指标\n- 一级指标: 产出指标\n  # 二级指标：" in text

    def test_new_asks_when_two_forms_offer_themselves(self, here, capsys):
        copy(ROOT / "templates/tianjin-2022.docx", Path("templates/mine.docx"))
        copy(ROOT / "schemas/tianjin-2022.schema.json", Path("schemas/mine.schema.json"))
        assert main(["new"]) == 2
        forms = FORMS.replace("mof-2015-project", "mine、mof-2015-project", 1)
        assert capsys.readouterr().err == f"错误：请用 --form 写明用哪一个表样；现有：{forms}\n"

    def test_new_does_not_overwrite(self, here, capsys):
        Path("a.yaml").write_text("mine")
        assert main(["new", "--form", "tianjin-2022", "-o", "a.yaml"]) == 2
        assert capsys.readouterr().err == "错误：已经有 a.yaml，没有动它：请用 -o 另写一个文件名\n"
        assert main(["new", "--form", "tianjin-2022", "-o", "specs/b.yaml"]) == 0
        assert names(here) == ["a.yaml", "specs/b.yaml"]


class TestGuard:
    def test_a_bug_gives_no_traceback(self, project, monkeypatch, capsys):
        monkeypatch.setattr("goalgen.cli.check.check_specs", lambda args: {}["x"])
        assert main(["check"]) == 2
        err = capsys.readouterr().err
        assert err.startswith("goalgen 自己出了错，不是您的文件不对：KeyError: 'x'（test_cli.py:")
        assert "Traceback" not in err
        monkeypatch.setenv("GOALGEN_DEBUG", "1")
        assert main(["check"]) == 2
        assert "Traceback" in capsys.readouterr().err

    def test_ctrl_c(self, project, monkeypatch, capsys):
        def interrupt(args):
            raise KeyboardInterrupt

        monkeypatch.setattr("goalgen.cli.check.check_specs", interrupt)
        assert main(["check"]) == 130
        assert capsys.readouterr().err == "已中断\n"

    @pytest.mark.slow
    @pytest.mark.skipif(os.name == "nt", reason="pipes break differently on Windows")
    def test_a_reader_that_goes_away(self, project):
        assert main(["build"]) == 0
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        reader, writer = os.pipe()
        os.close(reader)
        command = [sys.executable, "-m", "goalgen", "show", DOCUMENT]
        done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, env=environment, check=False)
        os.close(writer)
        assert (done.returncode, done.stderr) == (141, b"")

    @pytest.mark.parametrize(
        "environment", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C"}, {"PYTHONIOENCODING": "gbk"}]
    )
    def test_any_console(self, project, environment):
        change(spec(1), "指标值:", "𠮷:")
        command = [sys.executable, "-m", "goalgen", "check"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
        done = subprocess.run(command, capture_output=True, env=environment, check=False)
        assert done.returncode == 1
        assert b"S204" in done.stdout
        assert b"Traceback" not in done.stderr

    @pytest.mark.slow
    def test_data_is_utf8_on_any_console(self, project):
        assert main(["build"]) == 0
        done = run("show", DOCUMENT, env={"PYTHONIOENCODING": "gbk"})
        assert done.stdout == "---\n".join(path.read_text("utf-8") for path in sorted(BOOK.iterdir())[:3])


def test_progress_appears_only_when_it_lasts_and_somebody_looks(monkeypatch, capsys):
    monkeypatch.setattr(progress, "PATIENCE", 0)
    monkeypatch.setattr(progress, "PAUSE", 0)

    def seen(**given: bool) -> str:
        assert list(progress.watched([1, 2], 2, "生成", **given)) == [1, 2]
        out, err = capsys.readouterr()
        assert out == ""
        return err

    assert seen() == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert seen(quiet=True) == ""
    assert re.fullmatch(r"(\r生成 \d/2，每秒 \d+ 个，还要约 0 秒\r +\r){2}", seen())
    monkeypatch.setattr(progress, "PATIENCE", 60)
    assert seen() == ""


def test_what_is_printed_takes_the_place_of_the_progress(capsys):
    progress.show("读取 1/2")
    for tell in (console.say, console.tell, console.data):
        tell("甲\n")
        progress.show("读取 2/2")
    progress.wipe()
    shown = "\r读取 {}/2\r" + " " * 8 + "\r"
    assert capsys.readouterr() == ("甲\n\n甲\n", shown.format(1) + shown.format(2) + "甲\n\n" + shown.format(2) * 2)


@pytest.mark.parametrize(
    ("count", "seconds", "told"),
    [
        (310, 1, "每秒 310 个，还要约 31 秒"),
        (1, 2, "每秒 0.5 个，还要约 5 小时 33 分钟"),
        (100, 30, "每秒 3.3 个，还要约 50 分钟"),
        (10000, 5, "每秒 2000 个，还要约 0 秒"),
    ],
)
def test_progress_says_how_fast_and_how_long(count, seconds, told):
    assert progress.line("读取", count, 10000, seconds) == f"读取 {count}/10000，{told}"


def test_the_library(project):
    import goalgen

    text = spec(1).read_text("utf-8")
    value, problems = goalgen.load(text)
    assert problems == []
    assert goalgen.check(text) == (value, [])
    assert goalgen.dump(value.value) == text
    built = goalgen.build([value])
    reading = goalgen.read(built.data)
    assert [found.value for found in reading.specs] == [value.value]
    assert goalgen.build([value], reading.specs[0].form).data == built.data
    strange, _ = goalgen.load(text.replace("tianjin-2022", "上海"))
    told = [str(problem) for problem in goalgen.build([strange]).problems]
    assert told == [f"S202 没有「上海」这个表样；现有：{FORMS}"]
    assert goalgen.build([]).data is None


def edited(path, edit):
    """The document with its body edited."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(buffer, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "word/document.xml":
                body = re.search(r"(?<=<w:body>).*(?=<w:sectPr)", data.decode(), re.DOTALL)[0]
                data = data.decode().replace(body, edit(body)).encode()
            new.writestr(info.filename, data)
    return buffer.getvalue()
