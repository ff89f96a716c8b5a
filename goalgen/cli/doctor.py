"""Edge floor: `goalgen doctor`: what is there, what is missing, and what to do. 1 when something is missing that is needed."""

from __future__ import annotations

import locale
import sys
from argparse import Namespace

from goalgen.cli import console, streams
from goalgen.desk.doctor import Check, State, checks


def look(args: Namespace) -> int:
    """Print how each thing is, that which needs looking at with what to do."""
    found = [_terminal(), *checks()]
    missing = any(each.state is State.MISSING for each in found)
    if args.format == "json":
        rows = [{"name": c.name, "state": c.state.value, "found": c.found, "todo": c.todo} for c in found]
        console.as_json({"checks": rows, "ok": not missing})
        return int(missing)
    for each in found:
        console.say(f"{each.state.value}  {each.name}：{each.found}")
        if each.todo:
            console.say(f"      → {each.todo}")
    states = [each.state for each in found]
    told = [f"{states.count(state)} 样{name}" for state, name in _SUMMED.items() if state in states]
    console.tell(f"共看了 {len(found)} 样{'：' if told else '，都好'}{'，'.join(told)}")
    return int(missing)


_SUMMED = {
    State.MISSING: "缺了不行，请照上面说的做",
    State.LOOK: "请看一看",
    State.OPTIONAL: "没有也行，要用到时再装",
}


def _terminal() -> Check:
    """How what is printed for people is encoded, and whether the system's own encoding has Chinese."""
    own = locale.getpreferredencoding(False)
    now = sys.stdout.encoding or own
    if streams.has_chinese(own) or sys.flags.utf8_mode:
        return Check("终端的编码", State.GOOD, f"{now}（系统的是 {own}）")
    todo = "汉字显示成乱码，就设 PYTHONIOENCODING=utf-8（Windows 再运行 chcp 65001）"
    return Check("终端的编码", State.LOOK, f"{now}；系统的 {own} 里没有汉字", todo)
