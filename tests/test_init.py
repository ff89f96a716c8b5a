"""`goalgen init`: a working folder that is made whole or not at all, and in which nothing that is there is changed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from conftest import ROOT

from goalgen.cli import main

MADE = """\
  新建  specs/读我.md  规格放在哪里，用哪些命令
  新建  .gitattributes  换行统一；Word 文件按二进制存
  新建  .gitignore  哪些不提交（.goalgen/key 要提交）
  新建  .vscode/settings.json  VS Code：填写时提示栏目、标出写错的
  新建  .vscode/extensions.json  VS Code：要装的扩展
  新建  schemas/goalgen.schema.json  编辑器用的总 schema，由现有的表样生成
  新建  .pre-commit-config.yaml  提交以前整理、检查（用 pre-commit 的话）
"""
NO_GIT = "  没有装  git 的合并、比较：这里不是 git 仓库（不用 git 也行）；要用就运行：git init && goalgen git install\n"
NEXT = """\
  goalgen new        # 写一份新的规格，逐项问您；手头有旧的 Word 表：goalgen init --from 放它们的文件夹
  goalgen check      # 检查
  goalgen build      # 生成 Word 表
"""
FILES = {
    "specs/读我.md", ".gitattributes", ".gitignore", ".vscode/settings.json", ".vscode/extensions.json",
    "schemas/goalgen.schema.json", ".pre-commit-config.yaml", ".goalgen/init.json",
}  # fmt: skip


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return tmp_path


def texts(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }


def test_a_working_folder_is_made_and_made_again(here, capsys):
    assert main(["init", "绩效"]) == 0
    assert capsys.readouterr() == (f"工作文件夹 绩效：\n{MADE}{NO_GIT}接着：\n  cd 绩效\n{NEXT}", "")
    made = texts(here / "绩效")
    assert set(made) == FILES
    assert main(["init", "绩效"]) == 0
    again = MADE.replace("新建", "已有")
    assert capsys.readouterr().out == f"工作文件夹 绩效：\n{again}{NO_GIT}接着：\n  cd 绩效\n{NEXT}"
    assert texts(here / "绩效") == made


def test_what_is_there_stays_and_is_told(here, capsys):
    main(["init"])
    mine = {".gitignore": "/build/\n*.bak\n", ".vscode/settings.json": "{}\n", "schemas/goalgen.schema.json": "{}\n"}
    for name, text in mine.items():
        (here / name).write_text(text, encoding="utf8")
    (here / ".gitattributes").write_text("*.bak -text\n*.doc binary\n* text=auto eol=lf\n*.docx binary", "utf8")
    before = texts(here)
    capsys.readouterr()
    assert main(["init"]) == 0
    assert texts(here) == before
    assert capsys.readouterr().out.splitlines()[1:14] == [
        "  已有  specs/读我.md  规格放在哪里，用哪些命令",
        "  已有  .gitattributes  换行统一；Word 文件按二进制存",
        "  已有，没有动  .gitignore  哪些不提交（.goalgen/key 要提交）",
        "      要用它，请自己加上这几行：",
        "        /.venv/",
        "        ~$*",
        "        .~lock.*#",
        "        .goalgen-*.tmp",
        "  已有，没有动  .vscode/settings.json  VS Code：填写时提示栏目、标出写错的",
        "      和 goalgen 的不同，照您的",
        "  已有  .vscode/extensions.json  VS Code：要装的扩展",
        "  已有，没有动  schemas/goalgen.schema.json  编辑器用的总 schema，由现有的表样生成",
        "      和现有的表样不一致；重新生成：goalgen form schema -o schemas/goalgen.schema.json",
    ]


def test_the_umbrella_follows_the_forms_while_nobody_has_changed_it(here, capsys):
    main(["init"])
    for folder, name in (("templates", "我的.docx"), ("schemas", "我的.schema.json")):
        data = (ROOT / folder / name.replace("我的", "tianjin-2022")).read_bytes()
        (here / folder).mkdir(exist_ok=True)
        (here / folder / name).write_bytes(data.replace(b"tianjin-2022", "我的".encode()) if "json" in name else data)
    capsys.readouterr()
    assert main(["init"]) == 0
    assert "  更新  schemas/goalgen.schema.json" in capsys.readouterr().out
    assert '"$ref": "我的.schema.json"' in (here / "schemas/goalgen.schema.json").read_text("utf8")


def test_platforms_are_asked_for(here, capsys):
    assert main(["init", "--github", "--gitlab"]) == 0
    told = "      里面 < > 括起来的要换成 goalgen 的仓库地址和版本，见 docs/integrations.md\n"
    expected = (
        f"  新建  .github/workflows/goalgen.yml  GitHub 的流水线\n{told}  新建  .gitlab-ci.yml  GitLab 的流水线\n{told}"
    )
    assert expected in capsys.readouterr().out
    manual = (ROOT / "docs/integrations.md").read_text("utf8")
    for name in (".github/workflows/goalgen.yml", ".gitlab-ci.yml"):
        assert f"```yaml\n{(here / name).read_text('utf8')}```" in manual


def test_the_settings_of_vscode_are_those_of_this_repository():
    for name in ("settings", "extensions"):
        own = ROOT / f".vscode/{name}.json"
        assert (ROOT / f"goalgen/starter/vscode-{name}.json").read_bytes() == own.read_bytes()


@pytest.mark.slow
def test_a_repository_gets_its_drivers(here, capsys):
    subprocess.run(["git", "init", "-q"], check=True)
    for told in ("新建", "已有"):
        assert main(["init"]) == 0
        assert (
            f"  {told}  git 的合并、比较：按栏目合并规格，把 Word 显示成 YAML（同 goalgen git install）\n"
            in capsys.readouterr().out
        )
    assert main(["git", "status"]) == 0
    assert main(["init", "里面"]) == 0
    assert "  没有装  git 的合并、比较：这里不是仓库的最上层，git 只认最上层的 specs/\n" in capsys.readouterr().out


def test_a_file_in_the_way_and_a_disk_that_refuses(here, capsys, monkeypatch):
    Path("占").write_text("x")
    assert main(["init", "占"]) == 2
    assert capsys.readouterr() == ("", "错误：占 是文件，不是文件夹：请换一个名字\n")
    monkeypatch.setattr("goalgen.desk.files._write_through", _full)
    assert main(["init", "新"]) == 2
    assert capsys.readouterr().err == "错误：不能写 specs/读我.md：磁盘已满，请腾出空间后再试\n"
    assert not Path("新").exists()


def _full(path: Path, data: bytes) -> None:
    raise OSError(28, "No space left on device")


def test_a_record_that_is_none(here, capsys):
    Path(".goalgen").mkdir()
    Path(".goalgen/init.json").write_text("[]")
    assert main(["init"]) == 2
    assert capsys.readouterr() == (
        "",
        "错误：.goalgen/init.json 不是 goalgen init 写的：请从 git 里恢复，或删去它再运行（写好的规格不会重写）\n",
    )
    assert set(texts(here)) == {".goalgen/init.json"}
