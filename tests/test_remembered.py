"""What was found out once is not found out again, and the answers are the same whatever became of it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import ROOT, specs_in
from grids import docx

import goalgen
from goalgen.cli import main
from goalgen.desk import remembered
from goalgen.desk.forms import Forms
from goalgen.form import catalog, form_files, loading, making, template
from goalgen.form.loading import load_layouts
from goalgen.form.pattern import nodes
from goalgen.form.proven import plain
from goalgen.form.samples import sample
from goalgen.guard import Unable
from goalgen.memory import FORGETFUL, NO_CACHE
from goalgen.problem import Problem, Where

pytestmark = pytest.mark.slow

FILES = form_files([ROOT])
SCHEMA = (
    '{"properties": {"表样": {}, "名称": {"type": "string"}, "编号": {"type": "string"}}, "required": ["名称", "编号"]}'
)
GOOD = docx([["名称", "{{ 名称 }}"], ["编号", "{{ 编号 }}"]])
BAD = docx([["名称", "{{ 名称 }}{{ 编号 }}"]])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where this test's cache is, empty; nothing is remembered in the process either."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv(NO_CACHE, raising=False)
    forget()
    return tmp_path / "cache" / "goalgen"


def forget():
    loading._loaded.cache_clear()
    catalog._schema_in.cache_clear()
    remembered._memory.cache_clear()


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with a form of its own, in which the command runs."""
    for name, data in (("templates/试.docx", GOOD), ("schemas/试.schema.json", SCHEMA.encode())):
        (tmp_path / "here" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "here" / name).write_bytes(data)
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


def answer():
    """What is to be known of the form here, found out as by a new process."""
    forget()
    form, problems = Forms().form("试")
    return [*map(str, problems)], form and (plain(form), form.renderer.document([sample(form.pattern, form.schema)]))


@pytest.fixture
def proofs(monkeypatch):
    """The forms that are tried out, by name."""
    made, tried = making.made, []

    def noted(name, *rest):
        tried.append(name)
        return made(name, *rest)

    monkeypatch.setattr(making, "made", noted)
    return tried


@pytest.mark.parametrize(
    "name", ["tianjin-2022", *(pytest.param(name, marks=pytest.mark.slow) for name in FILES if name != "tianjin-2022")]
)
def test_a_form_comes_back_as_it_was_made(name, folder, proofs):
    again, answers = [], []
    for memory in (FORGETFUL, remembered.memory(), remembered.memory()):
        loading._loaded.cache_clear()
        answers.append(load_layouts(FILES[name], memory))
        again.append(len(proofs))
    count = 1 + len(FILES[name].variants)
    assert again == [count, 2 * count, 2 * count]
    (made, _), *others = answers
    assert made
    for forms, problems in others:
        assert problems == []
        for one, two in zip(made, forms, strict=True):
            assert plain(one) == plain(two)
            assert [type(node) for node in nodes(one.pattern)] == [type(node) for node in nodes(two.pattern)]
            assert (one.name, one.variant, one.unprinted, one.schema) == (
                two.name,
                two.variant,
                two.unprinted,
                two.schema,
            )
            assert one.template._replace(tree=None) == two.template._replace(tree=None)
            value = sample(one.pattern, one.schema)
            assert one.renderer.document([value, value]) == two.renderer.document([value, value])


def test_a_change_is_proven_anew(folder, here, proofs):
    good = answer()
    assert answer() == good == ([], good[1])
    assert proofs == ["试"]
    (here / "templates/试.docx").write_bytes(BAD)
    refused = answer()
    assert [problem.split()[:3] for problem in refused[0]] == [["templates/试.docx", "表1", "第1行第2列"]]
    assert answer() == refused
    assert proofs == ["试"] * 3, "what is wrong with a form is not remembered"
    (here / "templates/试.docx").write_bytes(GOOD)
    assert answer() == good
    assert len(proofs) == 3
    (here / "schemas/试.schema.json").write_text(SCHEMA.replace("编号", "序号"), "utf-8")
    assert "编号" in answer()[0][0]
    (here / "schemas/试.schema.json").write_text(SCHEMA.replace('"string"', '"str"', 1), "utf-8")
    assert "F111" in answer()[0][0]


def test_what_may_go_along_is_part_of_what_is_proven(folder, here, proofs):
    answer()
    (here / "goalgen.toml").write_text('template-allow = ["批注"]\n', "utf-8")
    answer()
    assert proofs == ["试", "试"]


def test_a_proven_form_whose_template_may_not_be_opened_here_says_so(folder, here, monkeypatch):
    answer()
    forget()
    form, _ = Forms().form("试")
    (path,) = folder.glob("*/template-*.json")
    path.unlink()
    monkeypatch.setattr(template, "read_template", lambda *_: (None, [Problem("F101", Where("a.docx"), "太大")]))
    with pytest.raises(Unable, match=r"^a\.docx F101 太大$"):
        _ = form.template


def damage_truncate(path):
    path.write_bytes(path.read_bytes()[:-9])


def damage_empty(path):
    path.write_bytes(b"")


def damage_flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def damage_foreign(path):
    os.chmod(path, 0o666)  # noqa: PTH101


def damage_link(path):
    data = path.read_bytes()
    path.unlink()
    (path.parent.parent / path.name).write_bytes(data)
    path.symlink_to(path.parent.parent / path.name)


def damage_folder(path):
    path.unlink()
    path.mkdir()


def damage_shape(*shapes):
    def damage(path):
        for shape in shapes:
            path.write_bytes(remembered._digest(shape) + b"\n" + shape)

    return damage


DAMAGES = [
    damage_truncate,
    damage_empty,
    damage_flip,
    damage_foreign,
    damage_link,
    damage_folder,
    *map(
        damage_shape,
        (
            b"null",
            b"[]",
            b"{}",
            b'{"pattern": [["slot", 1]], "unprinted": []}',
            b'{"pattern": [["nonsense"]], "unprinted": []}',
            b'{"pattern": 3, "unprinted": []}',
            b'{"tree": "<a", "carried": [], "uncounted": [], "unusual": []}',
            b"[" * 99_999,
            b"\xff",
        ),
    ),
]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("kind", ["form", "template", "schema"])
def test_what_is_damaged_or_may_be_anothers_is_thrown_away(kind, damage, folder, here, proofs):
    if os.name == "nt" and damage in (damage_foreign, damage_link):
        pytest.skip("Windows keeps others out of the folder itself")
    good = answer()
    (path,) = folder.glob(f"*/{kind}-*.json")
    damage(path)
    assert answer() == good
    if kind == "form":
        assert proofs == ["试", "试"]
        assert answer() == good
        assert path.is_dir() or len(proofs) == 2, "it was kept anew"


def test_another_version_keeps_its_own(folder, here, proofs, monkeypatch):
    good = answer()
    monkeypatch.setattr(remembered, "code", lambda: "0" * 32)
    assert answer() == good
    assert proofs == ["试", "试"]
    assert len([*folder.iterdir()]) == 2


def test_the_name_of_the_code_is_that_of_all_that_decides(monkeypatch):
    name = remembered.code.__wrapped__
    before = name()
    assert before == name()
    assert len(before) == 32
    for change in (
        lambda patch: patch.setattr(goalgen, "__version__", "9"),
        lambda patch: patch.setattr(remembered, "_version", lambda module, _: "2" if module == "lxml" else "1"),
        lambda patch: patch.setattr(goalgen, "__file__", str(ROOT / "goalgen/desk/__init__.py")),
    ):
        with monkeypatch.context() as patch:
            change(patch)
            assert name() != before
    assert remembered._version("lxml", "lxml").startswith("lxml-")
    assert len(remembered._version("lxml", "another name")) == 64
    assert remembered._version("no_such_package", "none") == ""


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="Windows keeps others out of the folder itself")
def test_a_folder_of_another_user_is_left_alone(folder, here, proofs, monkeypatch):
    good = answer()
    before = sorted(folder.rglob("*"))
    monkeypatch.setattr(os, "getuid", lambda: 4242)
    assert answer() == answer() == good
    assert sorted(folder.rglob("*")) == before
    assert proofs == ["试"] * 3


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give a folder away")
def test_root_leaves_nothing_in_the_home_of_somebody_else(folder, here, proofs):
    folder.parent.mkdir()
    os.chown(folder.parent, 4242, 4242)
    assert answer() == answer()
    assert not folder.exists()
    assert proofs == ["试", "试"]


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_a_folder_that_others_may_write_to_is_left_alone(folder, here, proofs):
    answer()
    folder.chmod(0o777)
    answer()
    assert proofs == ["试", "试"]


@pytest.mark.parametrize("home", ["file", "read-only", "relative", "none"])
def test_without_a_place_it_works_without(folder, here, proofs, home, monkeypatch, tmp_path):
    good = answer()
    if home == "file":
        (tmp_path / "file").write_bytes(b"")
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    elif home == "read-only":
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "new"))
        monkeypatch.setattr(Path, "mkdir", lambda *_, **__: (_ for _ in ()).throw(OSError(30, "read-only")))
    else:
        monkeypatch.setenv("XDG_CACHE_HOME", "here" if home == "relative" else "")
        for name in ("HOME", "LOCALAPPDATA"):
            monkeypatch.delenv(name, raising=False)
        assert remembered.memory() is FORGETFUL
    assert answer() == good
    assert answer() == good
    assert proofs == ["试"] * 3
    assert not (tmp_path / "new").exists()


@pytest.mark.skipif(os.name != "posix", reason="Windows has its own")
@pytest.mark.parametrize(("platform", "place"), [("linux", ".cache"), ("darwin", "Library/Caches")])
def test_it_is_where_the_system_has_caches(platform, place, monkeypatch):
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv("HOME", "/home/甲")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert remembered._root() == Path("/home/甲", place, "goalgen")


def test_whoever_writes_at_the_same_time_leaves_it_whole(folder):
    values = ["甲" * 50_000, ["乙"] * 50_000]
    memory = remembered.memory()

    def act(number):
        memory.keep("试", values[number % 2], b"x")
        return memory.recall("试", b"x")

    with ThreadPoolExecutor(8) as pool:
        found = [*pool.map(act, range(30))]
    assert all(value in values for value in found)
    assert [path.name[:3] for path in folder.glob("*/*")] == ["试-" + path.name[2:3] for path in folder.glob("*/*")]


@pytest.mark.slow
def test_processes_that_begin_at_the_same_time_give_the_same(folder, tmp_path):
    document = tmp_path / "a.docx"
    spec = specs_in(ROOT / "specs/331201/2022")[7]
    document.write_bytes(goalgen.build([spec]).data or b"")
    for path in folder.rglob("*.json"):
        path.unlink()
    command = [sys.executable, "-m", "goalgen", "show", str(document)]
    for _ in range(2):
        running = [subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) for _ in range(4)]
        told = [process.communicate()[0] for process in running]
        assert [process.returncode for process in running] == [0] * 4
        assert set(told) == {goalgen.dump(spec.value).encode()}
    assert not [path for path in folder.rglob("*") if path.suffix == ".tmp"]


def test_it_stays_small(folder, here, monkeypatch):
    monkeypatch.setattr(remembered, "MOST_FILES", 10)
    other, young, strange = (folder / name for name in ("0" * 32, "1" * 32, "mine"))
    for path in (other, young, strange):
        path.mkdir(parents=True, mode=0o700)
        (path / "form-1.json").write_bytes(b"")
    folder.chmod(0o700)
    long_ago = time.time() - remembered.UNUSED - 60
    for path in (other, strange):
        os.utime(path, (long_ago, long_ago))
    for number in range(12):
        remembered.memory().keep("old", number, bytes([number]))
    mine = folder / remembered.code()
    for number, path in enumerate(sorted(mine.iterdir())):
        os.utime(path, (number, number))
    answer()
    assert [path.exists() for path in (other, young, strange)] == [False, True, True]
    assert len([*mine.glob("old-*")]) == 6
    assert len([*mine.glob("form-*")]) == 1


def test_nothing_larger_than_there_is_room_for_is_kept(folder, monkeypatch):
    monkeypatch.setattr(remembered, "MOST", 100)
    memory = remembered.memory()
    memory.keep("试", "a" * 98, b"fits")
    memory.keep("试", "a" * 99, b"not")
    assert (memory.recall("试", b"fits"), memory.recall("试", b"not")) == ("a" * 98, None)


def test_values_come_back_under_what_they_were_made_from(folder):
    memory = remembered.memory()
    value = {"甲": ["\ud800", 1, None, True, "\u2028"]}
    memory.keep("试", value, b"ab", b"c")
    assert memory.recall("试", b"ab", b"c") == value
    for others in ((b"a", b"bc"), (b"abc",), (b"ab", b"c", b""), ()):
        assert memory.recall("试", *others) is None
    assert memory.recall("验", b"ab", b"c") is None


def test_no_cache_is_asked_for_and_over_with_the_command(folder, here, proofs, capsys, monkeypatch):
    monkeypatch.setattr(Forms, "names", ["试"])
    (here / "a.docx").write_bytes(docx([["名称", "甲"], ["编号", "1"]]))
    for _ in range(2):
        forget()
        assert main(["show", "a.docx", "--no-cache"]) == 0
    assert not folder.exists()
    assert NO_CACHE not in os.environ
    assert proofs.count("试") == 2
    with_cache = capsys.readouterr().out
    forget()
    assert main(["show", "a.docx"]) == 0
    assert folder.exists()
    assert with_cache == 2 * capsys.readouterr().out
    monkeypatch.setenv(NO_CACHE, "1")
    assert remembered.memory() is FORGETFUL


def test_the_library_loads_a_form_once_and_sees_changes(folder, here, proofs, monkeypatch):
    monkeypatch.setenv(NO_CACHE, "1")
    data = docx([["名称", "甲"], ["编号", "1"]])
    monkeypatch.setattr(Forms, "names", ["试"])
    spec = goalgen.read(data).specs[0]
    assert spec.value == {"表样": "试", "名称": "甲", "编号": "1"}
    for _ in range(2):
        again = goalgen.read(data).specs[0]
        assert again.form is spec.form
        built = goalgen.build([goalgen.load(goalgen.dump(again.value))[0]])
        assert goalgen.read(built.data).specs[0].value == spec.value
    assert proofs == ["试"]
    (here / "templates/试.docx").write_bytes(docx([["名称", "{{ 名称 }}"], ["编码", "{{ 编号 }}"]]))
    assert goalgen.read(data).specs == ()
    assert proofs == ["试", "试"]
