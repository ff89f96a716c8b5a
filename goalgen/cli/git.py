"""Edge floor: `goalgen git`: this repository's git learns to merge specs and to show Word files, or forgets it."""

from __future__ import annotations

import hashlib
from argparse import Namespace
from pathlib import Path

from goalgen.cli import console
from goalgen.desk import convert, files, repository
from goalgen.desk.forms import Forms
from goalgen.docx import content, open_package
from goalgen.guard import Unable
from goalgen.spec import dump
from goalgen.verbs.read import read

_BUTTONS = "GitHub、GitLab 网页上的合并按钮不用这些设置：有冲突时请在本机合并（git merge），或用 goalgen merge"


def install(_: Namespace) -> int:
    """Tell git how; say what is in place."""
    repository.install()
    console.say("已装好：规格按栏目、按行合并；git diff、git log -p、git show 里的 Word 显示成 YAML（只在这个仓库）")
    console.say(f"  写了 {repository.ATTRIBUTES}（请提交）和 .git/config（每个人各自运行一次 goalgen git install）")
    console.say(f"  {_BUTTONS}")
    return 0


def uninstall(_: Namespace) -> int:
    """Let git forget it."""
    repository.uninstall()
    console.say("已去掉，和装以前一样")
    return 0


def status(_: Namespace) -> int:
    """What is in place; 1 when something is missing."""
    state = repository.state()
    console.say(f"{repository.ATTRIBUTES}：{'有' if state.attributes else '没有 goalgen 的几行'}")
    for name in state.there:
        console.say(f"{name}：{'是从前的版本写的' if name in state.stale else '有'}")
    for name in state.missing:
        console.say(f"{name}：没有")
    console.say(_BUTTONS)
    if not state.installed:
        console.say("没有装好：运行 goalgen git install")
    return int(not state.installed)


def textconv(args: Namespace) -> int:
    """A Word file as text for git's diff: its tables as YAML; one without a form, as the text that is read of it. One that cannot
    be opened says why, and which it is: git would give up the whole diff for a failure."""
    path = Path(args.path)
    data = files.read(path)
    try:
        console.data(_text_of(path))
    except Unable as reason:
        console.data(f"# 打不开：{reason}\n# sha256: {hashlib.sha256(data).hexdigest()}\n")
    return 0


def _text_of(path: Path) -> str:
    data, problems = convert.docx_of(path)
    usable, _ = Forms().usable()
    reading = read(data, path.name, usable)
    if reading.specs:
        tables = "---\n".join(dump(spec.value, spec.form.schema) for spec in reading.specs)
        rest = (line for _, text in reading.unread for line in text.splitlines() if line.strip())
        return tables + "".join(f"# {line}\n" for line in rest)
    package, refused = open_package(data, path.name)
    if package is None:
        raise Unable("；".join(each.message for each in [*problems, *refused]) or f"{path} 不是能读的 Word 文件")
    lines = ("｜".join(text.replace("\n", "⏎") for _, text in block.texts()) for block in content(package).blocks)
    return "".join(f"{line}\n" for line in lines)
