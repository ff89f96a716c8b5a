"""Desk floor: what this machine and this folder have of what goalgen works with, and what to do where something is missing."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from enum import Enum
from functools import partial
from pathlib import Path
from typing import NamedTuple

from goalgen import __version__, bulk
from goalgen.desk import ancestors, convert, files, fonts, git, history, repository, specs, tree, umbrella
from goalgen.desk.forms import Forms
from goalgen.desk.starter import UMBRELLA
from goalgen.disk import reason_of
from goalgen.form.catalog import contents
from goalgen.guard import Unable
from goalgen.problem import Severity
from goalgen.vocabulary import FORM_KEY

_NAMED = 5
"""So many files are named, the others counted."""
_LOOKED = 20_000
"""After so many files nobody looks for specs any more."""
_PASSED = {"node_modules", "build", "dist", "tests", "venv"}
_SPEC = re.compile(rf'^["\']?{FORM_KEY}["\']?:\s*["\']?([^"\'\s#]+)', re.MULTILINE)


class State(Enum):
    """How a thing is: as it should be, not there and not needed by everybody, to be looked at, or needed and not there."""

    GOOD = "好"
    OPTIONAL = "可以没有"
    LOOK = "请看"
    MISSING = "缺"


class Check(NamedTuple):
    """A thing that was looked at: how it is, what was found, and what to do."""

    name: str
    state: State
    found: str
    todo: str = ""


def checks() -> Iterator[Check]:
    """All that can be looked at without knowing who asks; each by itself, whatever the others are."""
    forms = Forms()
    looks: list[Callable[[], Iterator[Check]]] = [_python, _packages, _command, _office, partial(_fonts, forms)]
    looks += [_git, _key, _folders, _temporary, partial(_forms, forms), partial(_editors, forms), _settings]
    looks += [partial(_specs, forms)]
    for done in bulk.run(_looked, looks, lambda _: "没有看成"):
        yield from (check for found in done.results for check in found)
        if done.refusal:
            yield Check("检查", State.LOOK, done.refusal)


def _looked(look: Callable[[], Iterator[Check]]) -> list[Check]:
    return [*look()]


def _python() -> Iterator[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Check("Python", State.GOOD, f"{version}（{sys.executable}），goalgen {__version__}")


def _packages() -> Iterator[Check]:
    """The packages that goalgen asks for, by its own metadata; those of its extra for editors apart."""
    from importlib import metadata

    try:
        wanted = metadata.requires("goalgen") or []
    except metadata.PackageNotFoundError:  # it runs from a folder, without having been installed
        return
    there, lacking = [], []
    for line in wanted:
        name = re.split(r"[^\w.-]", line, maxsplit=1)[0]
        extra = re.search(r"extra\s*==\s*['\"](\w+)", line)
        if extra and extra[1] != "lsp":
            continue
        least = re.search(r">=\s*([\d.]+)", line)
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            version = ""
        old = bool(version and least and _numbers(version) < _numbers(least[1]))
        if extra:
            yield _language_server(name, version)
        elif version and not old:
            there.append(f"{name} {version}")
        else:
            lacking.append(f"{name} {version}，要 {least[1] if least else ''} 以上" if old and least else name)
    yield Check(
        "依赖的库",
        State.MISSING if lacking else State.GOOD,
        f"没有或太旧：{'；'.join(lacking)}" if lacking else "、".join(there),
        "在 goalgen 的文件夹里重新安装：pip install -e ." if lacking else "",
    )


def _language_server(name: str, version: str) -> Check:
    if version:
        return Check("编辑器的语言服务器", State.GOOD, f"{name} {version}")
    return Check(
        "编辑器的语言服务器",
        State.OPTIONAL,
        f"没有 {name}",
        'goalgen lsp 要它：在 goalgen 的文件夹里 pip install -e ".[lsp]"',
    )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:4])


def _command() -> Iterator[Check]:
    """Whether `goalgen` alone is found, and is this one."""
    found = shutil.which("goalgen")
    own = Path(sys.executable).parent / ("goalgen.exe" if os.name == "nt" else "goalgen")
    if found is None:
        activate = r".venv\Scripts\activate" if os.name == "nt" else "source .venv/bin/activate"
        todo = f"每次写全 {own}，或先运行 {activate}（在 goalgen 的文件夹里），或用 pipx install . 装一次"
        yield Check("goalgen 这个命令", State.OPTIONAL, "只写 goalgen 找不到它", todo)
    elif os.name != "nt" and own.exists() and os.path.realpath(found) != os.path.realpath(own):
        yield Check(
            "goalgen 这个命令", State.LOOK, f"只写 goalgen 运行的是 {found}，不是现在的 {own}", "确认要用的是哪一个"
        )
    else:
        yield Check("goalgen 这个命令", State.GOOD, found)


def _office() -> Iterator[Check]:
    if convert.has_office():
        yield Check("LibreOffice", State.GOOD, "有：能读 .doc，能生成 PDF")
    else:
        todo = "要读 .doc、用 build --pdf 就装上它（命令是 soffice）；不装，请用 Word、WPS 把 .doc 另存为 .docx"
        yield Check("LibreOffice", State.OPTIONAL, "没有：读不了 .doc，build --pdf 用不了", todo)


def _fonts(forms: Forms) -> Iterator[Check]:
    """The fonts that the templates ask for, which whoever opens the Word file here would see."""
    asked: dict[str, None] = {}
    for name in dict.fromkeys(form.name for form in forms.usable()[0]):
        data, _ = contents(forms.files[name].template, files.MOST)
        asked |= dict.fromkeys(fonts.asked_for(data) if data else ())
    lacking = fonts.missing(asked)
    if lacking is None:
        where = "设置→个性化→字体" if os.name == "nt" else "“字体册”"
        named = "、".join(asked)
        yield Check("正式样子的字体", State.LOOK, "这台机器上查不到装了哪些", f"在{where}里看有没有：{named}")
    elif lacking:
        todo = "生成的 Word 不受影响，在装了字体的机器上打开就是正式的样子；要在这里看、生成 PDF，请装上它们"
        yield Check("正式样子的字体", State.OPTIONAL, f"没有：{'、'.join(lacking)}", todo)
    else:
        yield Check("正式样子的字体", State.GOOD, f"有：{'、'.join(asked)}")


def _git() -> Iterator[Check]:
    try:
        version = (git.ask(Path(), "version") or b"").decode("utf-8", "replace").strip()
        top = git.ask(Path(), "rev-parse", "--show-toplevel")
    except Unable as reason:
        yield Check("git", State.OPTIONAL, str(reason), "不用 git 也行；要留下每次改了什么，就装上它")
        return
    if top is None:
        yield Check(
            "git", State.OPTIONAL, f"{version}；这里不是 git 仓库", "要用就运行 git init && goalgen git install"
        )
        return
    yield Check("git", State.GOOD, version)
    state = repository.state()
    if state.installed:
        yield Check("git 的合并、比较", State.GOOD, "装好了")
    else:
        found = "是从前的版本写的" if state.stale and not state.missing else "没有装好"
        yield Check("git 的合并、比较", State.LOOK, found, "运行 goalgen git install（每个人的本机各一次）")


def _key() -> Iterator[Check]:
    """The secret by which `goalgen pull` knows what a Word file was built from."""
    top = ancestors.home()
    path = top / ancestors.FOLDER / ancestors.KEY
    try:
        key = ancestors.key_of(top)
    except Unable as reason:
        yield Check("取回用的密钥", State.MISSING, str(reason), "从 git 里恢复它，或删去，下次生成时新建")
        return
    if key is None:
        yield Check("取回用的密钥", State.GOOD, "还没有，第一次 goalgen build 时新建")
    elif (top / ".git").exists() and history.ignores(path):
        todo = "请从 .gitignore 里去掉，随规格一起提交；本来就是公开的例子可以不管"
        yield Check(
            "取回用的密钥", State.LOOK, f"{path} 没有提交（.gitignore 里写着）：同事的 goalgen pull 认不出底稿", todo
        )
    else:
        yield Check("取回用的密钥", State.GOOD, f"{path}（随规格一起提交）")


def _folders() -> Iterator[Check]:
    """Whether files can be written where commands write them."""
    places = [Path(), *(path for path in (Path(specs.ROOT), Path("build")) if path.is_dir())]
    for place in dict.fromkeys(places):
        reason = _unwritable(place)
        name = f"文件夹 {place.absolute() if place == Path() else place}"
        if reason:
            yield Check(name, State.MISSING, f"写不进去：{reason}", "请换一个能写的文件夹，或请管理员给写的权限")
        else:
            yield Check(name, State.GOOD, "能写")


def _temporary() -> Iterator[Check]:
    temporary = Path(tempfile.gettempdir())
    if reason := _unwritable(temporary):
        yield Check(
            "临时文件夹",
            State.LOOK,
            f"{temporary} 写不进去：{reason}",
            "读 .doc 要它：请设环境变量 TMPDIR（Windows：TEMP）",
        )


def _unwritable(folder: Path) -> str:
    """Why nothing can be written into a folder; "" when it can."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return reason_of(error, "写")


def _forms(forms: Forms) -> Iterator[Check]:
    """The forms that can be used here, those that cannot, and those that nobody has confirmed."""
    from goalgen.form.doubts import unconfirmed

    usable, problems = forms.usable()
    broken = [problem for problem in problems if problem.severity is not Severity.INFO]
    for problem in broken[:_NAMED]:
        todo = "照它说的改，再运行 goalgen form check templates/*.docx"
        yield Check("表样", State.MISSING, str(problem), todo)
    for name in dict.fromkeys(form.name for form in usable):
        if open_ones := unconfirmed(forms.schema(name) or {}):
            todo = f"对着原表核对，改好就在 schemas/{name}.schema.json 里去掉 title 末尾的「？」"
            yield Check(f"表样 {name}", State.LOOK, f"起草时没有把握的 {len(open_ones)} 处还没有人确认", todo)
    names = {form.name for form in usable}
    own = [name for name in names if str(forms.files[name].template).startswith("templates")]
    yield Check("表样", State.GOOD, f"能用的 {len(names)} 个，其中这个文件夹里的 {len(own)} 个")


def _editors(forms: Forms) -> Iterator[Check]:
    """Whether the schema that editors use is that of the forms that there are."""
    if not UMBRELLA.exists():
        return
    same = files.read(UMBRELLA, files.MOST_TEXT).decode("utf-8", "replace") == umbrella.text(forms, UMBRELLA)
    todo = "" if same else f"运行 goalgen form schema -o {UMBRELLA}"
    found = "和现有的表样一致" if same else "和现有的表样不一致，编辑器会提示错"
    yield Check(str(UMBRELLA), State.GOOD if same else State.LOOK, found, todo)


def _settings() -> Iterator[Check]:
    from goalgen.desk.settings import Folders

    folders = Folders()
    folders.settings(Path())
    for problem in folders.problems:
        yield Check("设置", State.MISSING, str(problem), "照它说的改：写错的一项没有用")


def _specs(forms: Forms) -> Iterator[Check]:
    """How many specs `build` reads, and specs that lie where it does not look."""
    root = Path(specs.ROOT)
    count = sum(path.suffix.lower() in specs.SUFFIXES for path in tree.below(root, [])) if root.is_dir() else 0
    if count:
        yield Check("规格", State.GOOD, f"{root}/ 里 {count} 个")
    else:
        todo = "写一份：goalgen new；有旧的 Word 表：goalgen init --from 放它们的文件夹"
        yield Check("规格", State.OPTIONAL, f"{root}/ 里还没有", todo)
    outside = [*_outside(Path(), forms)]
    if outside:
        named = "、".join(map(str, outside[:_NAMED])) + (f" 等 {len(outside)} 个" if len(outside) > _NAMED else "")
        todo = f"移到 {root}/单位/年度/ 里；不是规格就不用管；也可以写明：goalgen build 文件夹"
        yield Check("规格放错了地方", State.LOOK, f"goalgen build 不看 {root}/ 以外的：{named}", todo)


def _outside(folder: Path, forms: Forms) -> Iterator[Path]:
    """Specs that lie beside `specs/`."""
    looked = 0
    for entry in tree.listed(folder, []):
        if entry.path.name.startswith((".", "~$")) or entry.path.name in (specs.ROOT, *_PASSED) or entry.is_link:
            continue
        for path in tree.below(entry.path, []) if entry.is_folder else (entry.path,):
            looked += 1
            if looked > _LOOKED:
                return
            if path.suffix.lower() in specs.SUFFIXES and _is_spec(path, forms):
                yield path


def _is_spec(path: Path, forms: Forms) -> bool:
    try:
        match = _SPEC.search(files.read(path, files.MOST_TEXT).decode("utf-8", "replace"))
    except Unable:
        return False
    return match is not None and match[1] in forms.names
