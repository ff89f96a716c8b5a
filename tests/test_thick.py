"""A book that is built project by project is the book that is built as a whole, or is refused for the same reasons (L1, L5)."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, form, spec_of, specs_in
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from test_laws import BOOKS, FORM, HARD, values

from goalgen.cli import build as cli
from goalgen.cli import main
from goalgen.docx import DOCUMENT
from goalgen.docx.archive import Spooled, store, stored
from goalgen.docx.pieces import NotPlain, in_pieces
from goalgen.embedded import embed
from goalgen.form import Form
from goalgen.form.render import Renderer
from goalgen.spec import Spec
from goalgen.verbs import build as module
from goalgen.verbs.build import build, thick
from goalgen.verbs.build.thick import build_thick

BOOK = ROOT / "specs/331201/2022"
KEY = b"k" * 32


class Whole:
    """A spec in memory, as one that is put by."""

    def __init__(self, spec: Spec) -> None:
        self.name, self.value, self._spec = spec.source.name, spec.value, spec

    def written(self) -> Spec:
        return self._spec


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of one table."""
    monkeypatch.setattr(thick, "in_pieces", lambda chunks: in_pieces(chunks, 1))


def both(specs: list[Spec], used: Form, key: bytes | None, folder: Path) -> tuple[object, object]:
    """What becomes of a book in both ways: its bytes, or what stands in its way."""
    built = build(specs, used, key)
    out = io.BytesIO()
    try:
        problems = build_thick([Whole(spec) for spec in specs], used, key, folder / "spool", out)
    except NotPlain:
        event("as a whole")
        return built, built
    told = [str(problem) for problem in built.problems]
    return (built.data or b"", told), (b"" if problems else out.getvalue(), [str(problem) for problem in problems])


@pytest.mark.parametrize("key", [None, KEY])
def test_L5_the_same_bytes(key, tmp_path):
    specs = list(specs_in(BOOK))[:4]
    one, two = both(specs, form(FORM), key, tmp_path)
    assert one == two
    assert isinstance(one, tuple)
    assert one[0]


@pytest.mark.slow
@pytest.mark.parametrize("folder", BOOKS, ids=lambda folder: folder.relative_to(ROOT / "specs").as_posix())
def test_L5_every_book(folder, tmp_path):
    specs = list(specs_in(folder))
    one, two = both(specs, form(str(specs[0].value["表样"])), KEY, tmp_path)
    assert one == two


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(values, min_size=1, max_size=3), st.booleans())
def test_L1_of_hostile_values(tmp_path_factory, some, sealed):
    folder = tmp_path_factory.mktemp("thick")
    specs = [spec_of(value, f"{number}.yaml") for number, value in enumerate(some)]
    one, two = both(specs, form(FORM), KEY if sealed else None, folder)
    event("refused" if isinstance(one, tuple) and one[1] else "built")
    assert one == two
    shutil.rmtree(folder)


@pytest.mark.slow
@pytest.mark.parametrize("text", [*HARD, "http://purl.oclc.org/ooxml/wordprocessingml/main", "</w:tbl><w:body>"])
def test_L1_every_hard_text_between_projects(text, tmp_path):
    row = {"一级指标": text, "二级指标": text, "三级指标": "甲", "绩效指标描述": text, "指标值": text}
    value = {
        "表样": FORM, "年度": "2022", "序号": "1", "单位代码": "123456", "单位名称": text, "金额单位": "元", "项目名称": "名称",
        "预算数": text, "财政资金": text, "其他资金": text, "资金用途": text, "绩效目标": [text, text, "末"], "绩效指标": [row, row],
    }  # fmt: skip
    specs = [spec_of(value | {"序号": str(number)}, f"{number}.yaml") for number in (1, 2, 3)]
    one, two = both(specs, form(FORM), KEY, tmp_path)
    assert one == two


def test_a_project_that_reads_as_another_is_blamed_itself(tmp_path):
    specs = list(specs_in(BOOK))[:3]
    bad = {**specs[1].value, "绩效目标": ["甲\n2.乙"]}
    one, two = both([specs[0], spec_of(bad, "中.yaml"), specs[2]], form(FORM), None, tmp_path)
    assert one == two
    assert isinstance(two, tuple)
    assert two[1] == [
        "中.yaml:13:3 B201 「绩效目标 第1条」写进 Word 后读回来会不一样：写的是「甲⏎2.乙」，读回是「甲」；请去掉其中的换行，或分成几条写"
    ]


def test_a_project_that_is_lost_is_blamed_itself(tmp_path, monkeypatch):
    copies = Renderer.copies
    monkeypatch.setattr(
        Renderer, "copies", lambda self, values: (copy for at, copy in enumerate(copies(self, values)) if at != 1)
    )
    specs = list(specs_in(BOOK))[:3]
    one, two = both(specs, form(FORM), None, tmp_path)
    assert one == two
    assert isinstance(two, tuple)
    assert two[1] == [f"{specs[1].source.name} B201 写了3张表，读回2张；有的栏位里的文字看起来像表头，请改写"]


def test_what_the_template_cannot_compute_is_no_fault_of_reading(tmp_path, monkeypatch):
    def raising(*_: object) -> None:
        raise ArithmeticError("没有")

    monkeypatch.setattr(Renderer, "copies", lambda *_: iter(raising, None))
    specs = list(specs_in(BOOK))[:2]
    one, two = both(specs, form(FORM), None, tmp_path)
    assert one == two
    assert isinstance(two, tuple)
    assert "B101 模板里的算式算不出来：这样的值不能这样算；请检查模板和这些值" in two[1][0]


def test_what_is_not_printed_is_compared_too(tmp_path, monkeypatch):
    def losing(parts: Any, main: str, name: str, carried: Any) -> Any:
        return embed(parts, main, name, [{} if at else each for at, each in enumerate(carried)])

    monkeypatch.setattr(thick, "embed", losing)
    monkeypatch.setattr(module, "embed", losing)
    specs = list(specs_in(BOOK))[:2]
    one, two = both(specs, form(FORM), None, tmp_path)
    assert one == two
    assert isinstance(two, tuple)
    assert two[1] == [f"{specs[1].source.name}:2:5 B201 「年度」写进 Word 后读回来会不一样：写的是「2022」，读回是没有"]


def test_a_spooled_member_is_stored_as_any_other(tmp_path):
    import hashlib
    import zlib

    text = b"x" * 70_000
    (tmp_path / "s").write_bytes(text)
    spooled = Spooled(tmp_path / "s", zlib.crc32(text), len(text), hashlib.sha256(text).digest())
    out = io.BytesIO()
    store(out, {"a": b"1", "文": spooled, "b": b""})
    assert out.getvalue() == stored({"a": b"1", "文": text, "b": b""})


def test_what_lies_on_the_disk_is_looked_at(tmp_path, monkeypatch):
    def bad(out: Any, members: Any) -> None:
        kept = store(out, members)
        out.seek(out.getvalue().index(b"</w:body>") - 20)
        out.write(b"\0")
        return kept

    monkeypatch.setattr(thick, "store", bad)
    specs = list(specs_in(BOOK))[:1]
    problems = build_thick([Whole(spec) for spec in specs], form(FORM), None, tmp_path / "spool", io.BytesIO())
    assert [str(problem) for problem in problems] == [
        f"{specs[0].source.name} B201 写到磁盘上的 {DOCUMENT} 读回来不一样：磁盘可能坏了"
    ]


Change = Callable[[Path], object]


def edit(name: str, old: str, new: str) -> Change:
    def change(folder: Path) -> None:
        path = next(folder.glob(f"specs/书/{name}*"))
        path.write_text(path.read_text("utf8").replace(old, new, 1), "utf8")

    return change


def typed_into(folder: Path) -> None:
    """Somebody edited the Word file."""
    main(["build", "-q"])
    path = folder / "build/书.docx"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[DOCUMENT] = parts[DOCUMENT].replace("天津市".encode(), "北京市".encode(), 1)
    path.write_bytes(stored(parts))


CHANGES: dict[str, Change] = {
    "nothing": lambda folder: None,
    "built before": lambda folder: main(["build", "-q"]),
    "built before, and one changed": lambda folder: (main(["build", "-q"]), edit("02", "预算数: ", 'x: "1"\n预算数: ')(folder)),
    "the same number twice": edit("02", '序号: "2"', '序号: "1"'),
    "another form": edit("02", "表样: tianjin-2022", "表样: mof-2015-98"),
    "no form": edit("02", "表样: tianjin-2022", "表样: 没有"),
    "broken": edit("02", "绩效目标:", "绩效目标: ["),
    "still to be filled in": edit("02", '预算数: "', '预算数: "【待填】'),
    "reads back as another": edit("02", "绩效目标:\n- ", "绩效目标:\n- |-\n  甲\n  2.乙\n- "),
    "a file that is none": lambda folder: (folder / "specs/书/99.yaml").mkdir(),
    "bytes that are no text": lambda folder: (folder / "specs/书/99.yaml").write_bytes(b"\xff\xfe\0"),
    "a folder where the book is to be": lambda folder: (folder / "build/书.docx").mkdir(parents=True),
}  # fmt: skip


def told(folder: Path, change: Change, monkeypatch: pytest.MonkeyPatch, capfd: Any, most: int) -> object:
    """All that a person is told, and what lies there then."""
    (folder / "specs/书").mkdir(parents=True)
    for path in sorted(BOOK.glob("0[1-4]*.yaml")):
        shutil.copy(path, folder / "specs/书")
    (folder / ".goalgen").mkdir()
    (folder / ".goalgen/key").write_text("0" * 64 + "\n")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    monkeypatch.setattr(cli, "_THICK", most)
    change(folder)
    capfd.readouterr()
    code = main(["build"])
    out, err = capfd.readouterr()
    lies = {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
        if "cache" not in path.parts
    }
    kept = sorted(path.name for path in folder.glob(".goalgen/cache/*"))
    return code, re.sub(r"用时 [\d.]+ 秒", "", out), re.sub(r"用时 [\d.]+ 秒", "", err), lies, kept


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whoever_builds_is_told_the_same(change, tmp_path, monkeypatch, capfd):
    from goalgen.desk import remembered

    sides = []
    for name, most in (("thick", 0), ("whole", 1000)):
        remembered._memory.cache_clear()
        sides.append(told(tmp_path / name, change, monkeypatch, capfd, most))
    assert sides[0] == sides[1]


@pytest.mark.slow
def test_a_book_that_was_edited_is_not_written_over(tmp_path, monkeypatch, capfd):
    (tmp_path / "specs/书").mkdir(parents=True)
    for path in sorted(BOOK.glob("0[1-2]*.yaml")):
        shutil.copy(path, tmp_path / "specs/书")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "_THICK", 0)
    typed_into(tmp_path)
    edited = (tmp_path / "build/书.docx").read_bytes()
    capfd.readouterr()
    assert main(["build", "-q"]) == 2
    err = capfd.readouterr().err
    assert (
        "build/书.docx 在 goalgen 写好以后改过，没有覆盖：取回改动用 goalgen pull build/书.docx；不要了就加 --force"
        in err
    )
    assert (tmp_path / "build/书.docx").read_bytes() == edited
    assert [path.name for path in (tmp_path / "build").iterdir()] == ["书.docx"]
    assert main(["build", "-q", "--force"]) == 0
    assert (tmp_path / "build/书.docx").read_bytes() != edited


@pytest.mark.slow
@pytest.mark.parametrize("where", ["document", "file"])
def test_a_full_disk_leaves_nothing(where, tmp_path, monkeypatch, capfd):
    (tmp_path / "specs/书").mkdir(parents=True)
    shutil.copy(next(BOOK.glob("01*.yaml")), tmp_path / "specs/书")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "_THICK", 0)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    if where == "document":
        monkeypatch.setattr(thick._Spool, "write", full)
    else:
        monkeypatch.setattr(thick, "store", full)
    assert main(["build", "-q", "-o", "a/b"]) == 2
    assert "不能写 a/b/书.docx：磁盘已满，请腾出空间后再试" in capfd.readouterr().err
    assert not (tmp_path / "a").exists()


@pytest.mark.slow
def test_what_cannot_be_read_piece_by_piece_is_built_as_a_whole(tmp_path, monkeypatch, capfd):
    def none(*_: object) -> None:
        raise NotPlain

    (tmp_path / "specs/书").mkdir(parents=True)
    shutil.copy(next(BOOK.glob("01*.yaml")), tmp_path / "specs/书")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "_THICK", 0)
    monkeypatch.setattr(thick, "in_pieces", none)
    assert main(["build", "-q"]) == 0
    with suppress(AttributeError):
        capfd.readouterr()
    assert [path.name for path in (tmp_path / "build").iterdir()] == ["书.docx"]
