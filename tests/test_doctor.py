"""`goalgen doctor`: each thing that is there, and each that is missing with what to do."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from goalgen.cli import main
from goalgen.desk import convert, doctor, fonts

SPEC = "specs/331201/2022/08-科技系统干部教育培训.yaml"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{Path(shutil.which('git') or '').parent}")
    monkeypatch.setattr(convert, "_office", lambda: "soffice")
    monkeypatch.setattr(fonts, "missing", lambda names: [])
    return tmp_path


def asked(capsys, code: int) -> dict[str, list[str]]:
    """What is said of each thing: how it is, what was found, what to do."""
    assert main(["doctor", "--format", "json"]) == code
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] == (code == 0)
    found: dict[str, list[str]] = {}
    for each in told["checks"]:
        found.setdefault(each["name"], []).append("｜".join([each["state"], each["found"], each["todo"]]).rstrip("｜"))
    return found


def test_a_folder_in_which_all_is_there(here, capsys):
    (here / "specs/331201/2022").mkdir(parents=True)
    (here / SPEC).write_bytes((ROOT / SPEC).read_bytes())
    subprocess.run(["git", "init", "-q"], check=True)
    main(["init"])
    capsys.readouterr()
    found = asked(capsys, 0)
    packages = found.pop("依赖的库")
    assert re.fullmatch(
        r"好｜docxtpl [\d.]+、jinja2 [\d.]+、jsonschema [\d.]+、lxml [\d.]+、python-docx [\d.]+、pyyaml [\d.]+",
        packages[0],
    )
    assert found.pop("Python")[0].startswith(f"好｜3.{sys.version_info[1]}.")
    assert found.pop("git")[0].startswith("好｜git version ")
    assert found.pop("编辑器的语言服务器")[0].startswith("好｜pygls ")
    assert found.pop("终端的编码")[0].startswith("好｜")
    assert found.pop("goalgen 这个命令")[0].startswith("可以没有｜只写 goalgen 找不到它｜每次写全 ")
    asked_for = found.pop("正式样子的字体")[0]
    assert asked_for.startswith("好｜有：")
    assert "方正小标宋简体" in asked_for
    assert found == {
        "LibreOffice": ["好｜有：能读 .doc，能生成 PDF"],
        "git 的合并、比较": ["好｜装好了"],
        "取回用的密钥": ["好｜还没有，第一次 goalgen build 时新建"],
        f"文件夹 {here}": ["好｜能写"],
        "文件夹 specs": ["好｜能写"],
        "表样": ["好｜能用的 9 个，其中这个文件夹里的 0 个"],
        "schemas/goalgen.schema.json": ["好｜和现有的表样一致"],
        "规格": ["好｜specs/ 里 1 个"],
    }


def test_a_folder_in_which_much_is_amiss(here, capsys, monkeypatch):
    main(["init"])
    monkeypatch.setattr(convert, "_office", lambda: None)
    monkeypatch.setattr(fonts, "missing", lambda names: ["方正小标宋简体"])
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(doctor, "_unwritable", lambda folder: "" if folder.name != "build" else "没有权限")
    (here / "build").mkdir()
    (here / "templates").mkdir()
    (here / "templates/坏的.docx").write_text("x")
    (here / "goalgen.toml").write_text("selct = []\n")
    (here / "旧").mkdir()
    for name in ("散的.yaml", "旧/又一份.yml"):
        (here / name).write_bytes((ROOT / SPEC).read_bytes())
    (here / "别的.yaml").write_text("表样:\n  是: 别的\n", encoding="utf8")
    (here / ".goalgen/key").write_text("x")
    capsys.readouterr()
    found = asked(capsys, 1)
    for name in (
        "依赖的库",
        "Python",
        "编辑器的语言服务器",
        "终端的编码",
        "goalgen 这个命令",
        f"文件夹 {here}",
        "文件夹 specs",
    ):
        del found[name]
    assert found == {
        "LibreOffice": [
            "可以没有｜没有：读不了 .doc，build --pdf 用不了｜要读 .doc、用 build --pdf 就装上它（命令是 soffice）；"
            "不装，请用 Word、WPS 把 .doc 另存为 .docx"
        ],
        "正式样子的字体": [
            "可以没有｜没有：方正小标宋简体｜生成的 Word 不受影响，在装了字体的机器上打开就是正式的样子；"
            "要在这里看、生成 PDF，请装上它们"
        ],
        "git": ["可以没有｜没有找到 git：请先安装 git｜不用 git 也行；要留下每次改了什么，就装上它"],
        "取回用的密钥": [
            f"缺｜{here}/.goalgen/key 不是 goalgen 写的密钥：请从 git 里恢复，或删去后重新生成"
            "（从前的 Word 文件就认不出底稿了）｜从 git 里恢复它，或删去，下次生成时新建"
        ],
        "文件夹 build": ["缺｜写不进去：没有权限｜请换一个能写的文件夹，或请管理员给写的权限"],
        "表样": [
            "缺｜templates/坏的.docx F111 没有配套的 schema，应放在 schemas/坏的.schema.json"
            "｜照它说的改，再运行 goalgen form check templates/*.docx",
            "好｜能用的 9 个，其中这个文件夹里的 0 个",
        ],
        "schemas/goalgen.schema.json": ["好｜和现有的表样一致"],
        "设置": ["缺｜goalgen.toml:1:1 G005 没有「selct」这一项设置，是不是「select」？｜照它说的改：写错的一项没有用"],
        "规格": ["可以没有｜specs/ 里还没有｜写一份：goalgen new；有旧的 Word 表：goalgen init --from 放它们的文件夹"],
        "规格放错了地方": [
            "请看｜goalgen build 不看 specs/ 以外的：散的.yaml、旧/又一份.yml"
            "｜移到 specs/单位/年度/ 里；不是规格就不用管；也可以写明：goalgen build 文件夹"
        ],
    }


def test_for_people_what_is_to_be_done_stands_below(here, capsys, monkeypatch):
    monkeypatch.setattr(doctor, "checks", lambda: iter([*SHOWN]))
    monkeypatch.setattr("goalgen.cli.doctor.checks", doctor.checks)
    assert main(["doctor"]) == 1
    said = capsys.readouterr()
    assert said.out.splitlines()[1:] == [
        "好  甲：有",
        "可以没有  乙：没有",
        "      → 要用就装",
        "缺  丙：坏了",
        "      → 修好",
    ]
    assert said.err == "共看了 4 样：1 样缺了不行，请照上面说的做，1 样没有也行，要用到时再装\n"


SHOWN = [
    doctor.Check("甲", doctor.State.GOOD, "有"),
    doctor.Check("乙", doctor.State.OPTIONAL, "没有", "要用就装"),
    doctor.Check("丙", doctor.State.MISSING, "坏了", "修好"),
]


def test_packages_that_are_missing_or_old(monkeypatch):
    from importlib import metadata

    there = {"lxml": "4.9.1", "pygls": ""}
    monkeypatch.setattr(metadata, "requires", lambda _: ["lxml>=5.3", "nosuch>=1", 'pygls>=2.0; extra == "lsp"'])

    def version(name: str) -> str:
        if there.get(name):
            return there[name]
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", version)
    assert [*doctor._packages()] == [
        doctor.Check(
            "编辑器的语言服务器",
            doctor.State.OPTIONAL,
            "没有 pygls",
            'goalgen lsp 要它：在 goalgen 的文件夹里 pip install -e ".[lsp]"',
        ),
        doctor.Check(
            "依赖的库",
            doctor.State.MISSING,
            "没有或太旧：lxml 4.9.1，要 5.3 以上；nosuch",
            "在 goalgen 的文件夹里重新安装：pip install -e .",
        ),
    ]
