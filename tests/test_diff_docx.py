"""`goalgen diff --format docx`: accepted it is the newer side, rejected the older one, and each change is a revision."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import edits
import pytest
from conftest import ROOT, form
from tools.writer import edit

from goalgen.cli import main
from goalgen.docx import Revisions
from goalgen.spec import dump
from goalgen.verbs.read import read

FORM = form(edits.TIANJIN)
SPECS = [path.read_text("utf8") for path in sorted((ROOT / "specs/331201/2022").glob("*.yaml"))]


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Two folders of specs: a project changes, one goes, one comes."""
    monkeypatch.chdir(tmp_path)
    folder(tmp_path / "旧", *SPECS[6:9])
    comes = SPECS[7].replace('序号: "8"', '序号: "18"').replace("科技系统干部教育培训", "新项目")
    folder(tmp_path / "新", SPECS[6], SPECS[7].replace("43.00", "45.00").replace("≤43.5", "≤45"), comes)
    return tmp_path


def folder(path: Path, *texts: str) -> None:
    path.mkdir()
    for number, text in enumerate(texts):
        (path / f"{number}.yaml").write_text(text, "utf8")


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    code = main(["diff", *arguments])
    return (code, *capsys.readouterr())


def values(data: bytes, state: Revisions) -> list[dict[str, Any]]:
    """What can be seen of the projects."""
    read_ = read(data, "", [FORM], None, state).specs
    return [{key: text for key, text in one.value.items() if key != "年度"} for one in read_]


def of(path: Path) -> list[dict[str, Any]]:
    from goalgen.spec import load
    from goalgen.text import Source

    loaded = [load(Source(each.name, each.read_text("utf8")))[0] for each in sorted(path.glob("*.yaml"))]
    found = [dict(spec.value) for spec in loaded if spec is not None]
    return [{key: text for key, text in value.items() if key != "年度"} for value in sorted(found, key=number)]


def number(value: dict[str, Any]) -> int:
    return int(value["序号"])


@pytest.mark.slow
def test_the_newer_table_is_written_with_its_changes_as_revisions(here, capsys):
    code, out, err = run(capsys, "旧", "新", "--format", "docx", "-o", "对照.docx", "--exit-code")
    assert (code, out.splitlines(), err) == (
        1,
        [
            "第9段 旁边 加上整个项目「18、新项目」",
            "第9段 起 删去整个项目「9、科技信息资源支出」",
            "表3 第3行第3列 预算数「43.00」→「45.00」",
            "表3 第3行第5列 财政资金「43.00」→「45.00」",
            "表4 第2行第5列 指标值「≤43.5万元」→「≤45万元」",
        ],
        "已写 对照.docx：5 处改动都是修订；接受全部是 新，拒绝全部是 旧\n",
    )
    data = Path("对照.docx").read_bytes()
    assert [values(data, state) for state in Revisions] == [of(here / "新"), of(here / "旧")]
    same = run(capsys, "旧", "旧", "--format", "docx", "-o", "同.docx", "--exit-code")
    assert same == (0, "", "已写 同.docx：两边一样，没有修订；接受全部是 旧，拒绝全部是 旧\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["旧", "新", "--format", "docx"], "错误：--format docx 要写明写到哪个文件：如 -o 对照.docx\n"),
        (["旧", "新", "-o", "对照.md"], "错误：-o 只和 --format docx 一起用；别的格式输出到屏幕，要存就写 > 文件\n"),
        (["旧", "新", "--stat", "--format", "docx", "-o", "对照.docx"], "错误：--stat 和 --format docx 不能一起用\n"),
        (["旧", "新", "--format", "docx", "-o", "有.docx"], "错误：已有 有.docx，没有动它：请用 -o 另写一个文件名，要覆盖就加 --force\n"),
        ([".", "新", "--format", "docx", "-o", "对照.docx"], "错误：. 里有 2 册，一次对照一册：请写明是哪个文件夹，如 新\n"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(here, capsys, arguments: list[str], told: str):
    (here / "有.docx").write_bytes(b"")
    assert run(capsys, *arguments) == (2, "", told)
    assert not (here / "对照.docx").exists()


@pytest.mark.slow
def test_what_is_yet_to_be_written_is_named_and_nothing_is_written(here, capsys):
    (here / "新/1.yaml").write_text(SPECS[7].replace('"43.00"', "【请填】", 1), "utf8")
    code, out, err = run(capsys, "旧", "新", "--format", "docx", "-o", "对照.docx")
    assert (code, out, err) == (
        1,
        "新/1.yaml P310 「预算数」还是【请填】：请换成内容\n",
        "没有写：请先改好上面的问题，或用 --format md、html 看改了什么\n",
    )
    assert not (here / "对照.docx").exists()


@pytest.mark.slow
def test_law_l9_in_libreoffice_too(tmp_path, capsys, monkeypatch):
    """Two random sides, three times: LibreOffice accepts and rejects, and both read as the sides."""
    monkeypatch.chdir(tmp_path)
    rng = random.Random("docx")
    jobs, wanted = [], []
    for turn in range(3):
        base = [dict(spec_value) for spec_value in (parsed(text) for text in SPECS)]
        sides = [sorted(rng.sample(range(17), rng.randint(3, 9))) for _ in range(2)]
        for name, numbers in zip(("旧", "新"), sides, strict=True):
            made = [base[one] if name == "旧" else kept_name(base[one], rng) for one in numbers]
            folder(tmp_path / f"{name}{turn}", *(dump(value, FORM.schema) for value in made))
        code, out, _ = run(capsys, f"旧{turn}", f"新{turn}", "--format", "docx", "-o", f"{turn}.docx")
        if code:
            assert " P309 " in out, out
            continue
        for step, side in (("accept", "新"), ("reject", "旧")):
            jobs.append((tmp_path / f"{turn}.docx", tmp_path / f"{turn}.{step}.docx", [[step]]))
            wanted.append(of(tmp_path / f"{side}{turn}"))
    assert len(wanted) >= 4
    edit(*jobs)
    assert [values(target.read_bytes(), Revisions.FINAL) for _, target, _ in jobs] == wanted


def parsed(text: str) -> dict[str, Any]:
    from goalgen.spec import load
    from goalgen.text import Source

    spec, _ = load(Source("", text))
    assert spec is not None
    return dict(spec.value)


def kept_name(value: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """A value with a change or two, of the same project."""
    new = edits.edited(value, rng.sample(["change", "add", "remove", "add goal"], 2), rng)
    return {**new, **{key: value[key] for key in ("序号", "项目名称")}}
