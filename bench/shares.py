"""What the time of each verb goes into, by share: the stack is looked at each millisecond of CPU time. Run: build/bench/bin/python bench/shares.py

A moment counts for the innermost of the functions below that is at work; the rest is 其余.
"""

from __future__ import annotations

import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import suite  # noqa: E402

WORK = {
    "form/fit.py misfits": "看值能不能印",
    "form/render.py document": "填模板（Jinja）",
    "embedded.py embed": "附上不印的项",
    "docx/package.py write_package": "装包",
    "docx/package.py open_package": "开包，看部件",
    "docx/parts.py parse": "lxml 解析",
    "docx/whole.py content": "走一遍段落和格子",
    "form/find.py find": "对照表样",
    "form/binding.py bind": "取值、记账",
    "embedded.py extract": "取不印的项",
    "verbs/read/__init__.py _unclaimed": "记账",
    "ledger.py enter": "记账",
    "verbs/read/__init__.py account": "记账",
    "verbs/build/__init__.py _compare": "逐字比较",
    "spec/canonical.py dump": "写 YAML",
    "desk/specs.py load_file": "读文件，装入，按 schema 核对",
    "rules/judging.py alone": "各条规则",
    "rules/judging.py judge": "看整册的规则",
    "desk/kept.py recall": "记住结果",
    "desk/kept.py keep": "记住结果",
    "cli/report/text.py render": "写出发现的问题",
}


def shares(work: Callable[[], object], times: int) -> dict[str, float]:
    """The seconds that each was at work. What C does in one call is seen when it is done, and counts for as long as it took."""
    found: defaultdict[str, float] = defaultdict(float)
    last = time.process_time()

    def look(_: int, frame: FrameType | None) -> None:
        nonlocal last
        now = time.process_time()
        taken, last = now - last, now
        while frame is not None:
            code = frame.f_code
            _, inside, path = code.co_filename.partition("/goalgen/")
            if inside and (label := WORK.get(f"{path} {code.co_name}")):
                found[label] += taken
                return
            frame = frame.f_back
        found["其余"] += taken

    work()
    last = time.process_time()
    signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)
    for _ in range(times):
        work()
    signal.setitimer(signal.ITIMER_PROF, 0)
    return found


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        bench = suite.Bench(Path(folder))
        many = bench.write_specs("千份", suite.projects(1700))
        import goalgen.bulk as bulk

        bulk.cores = lambda: 1
        from goalgen.cli import main as command

        def check() -> None:
            sys.stdout = sys.stderr = Path("/dev/null").open("w")  # noqa: SIM115
            try:
                command(["check", str(many), "--force"])
            finally:
                sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__

        works: dict[str, tuple[Callable[[], object], int]] = {
            "生成 17 张表一册": (partial(suite.build_all, bench.specs[17], bench.form), 40),
            "生成 170 张表一册": (partial(suite.build_all, bench.specs[170], bench.form), 5),
            "单个文件": (partial(suite.build_all, bench.specs[170][7:8], bench.form), 400),
            "读 170 张表": (partial(suite.read_all, bench.books[170], bench.form), 6),
            "检查 1700 份规格": (check, 1),
        }
        for name, (work, times) in works.items():
            found = shares(work, times)
            total = sum(found.values())
            told = [
                f"{label} {100 * count / total:.0f}%"
                for label, count in sorted(found.items(), key=lambda pair: -pair[1])
                if count > total / 100
            ]
            print(f"- {name}：{'，'.join(told)}。", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
