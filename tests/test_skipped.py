"""Files that are passed over by their name, and files that are there twice, are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from goalgen.desk import skipped


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def touch(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(name.encode())


def test_what_looks_like_a_spec_and_is_none(here):
    odd = ["03.YAML~", "03.yaml.txt", "03.yaml - 副本", "03.yml.bak", "03.yam", "03。yaml"]
    touch(
        *(f"specs/书/{name}" for name in odd),
        "specs/书/01.yaml",
        "specs/书/说明.txt",
        "specs/书/.01.yaml.swp",
        "specs/02.YML",
    )
    told = list(skipped.passed_over(["specs"]))
    advice = "文件名不以 .yaml 或 .yml 结尾；是规格就改名，不是就移走"
    assert told == [f"没有看 specs/书/{name}：{advice}" for name in sorted(odd)]
    assert list(skipped.passed_over(["specs/书/01.yaml"])) == []


def test_word_files_passed_over_and_twins(here):
    touch("a/1.docx", "a/2.docx.bak", "a/3.docx~", "a/4.pdf")
    touch("a/5.doc")
    Path("a/6.docx").write_bytes(b"a/1.docx")
    assert [line.split("：")[0] for line in skipped.documents_passed_over(["a"])] == [
        "没有看 a/2.docx.bak",
        "没有看 a/3.docx~",
    ]
    paths = sorted(Path("a").iterdir())
    assert list(skipped.twins(paths)) == ["a/6.docx 和 a/1.docx 的内容完全相同，是同一份文件"]
