"""Kill -9 at random moments, over every verb that writes: `python tests/kills.py [kills] [seconds]`.

Each run is forked when all is imported, so that the moments fall into the work and not into the start. After each kill whatever
stands under a name that is not litter must be as it was before or as a run that was left alone makes it; after the last one
such a run must make the same, and leave nothing else: what the killed ones have left is swept. Then two runs at once on one file.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT)]

from goalgen.cli import (  # noqa: E402  before the fork
    build,  # noqa: F401
    main,
)  # fmt: skip
from goalgen.desk import litter  # noqa: E402
from goalgen.docx.archive import replace_members  # noqa: E402
from goalgen.fingerprint import NAME  # noqa: E402

SPECS = sorted((ROOT / "specs/331201/2022").glob("*.yaml"))
VERBS: dict[str, list[str]] = {
    "build": ["build", "specs", "-o", "out"],
    "build --split": ["build", "specs", "-o", "out", "--split"],
    "read": ["read", "in", "-o", "out", "--force"],
    "fmt": ["fmt", "specs"],
    "check --fix": ["check", "--fix", "--unsafe-fixes", "specs"],
    "check --annotate": ["check", "in/08.docx", "--annotate", "notes.docx"],
    "roll": ["roll", "specs", "--to", "2023", "-o", "out", "--years", "--force"],
    "put": ["put", "changed", "in/08.docx", "--yes"],
    "put -o": ["put", "changed", "in/08.docx", "-o", "out.docx", "--force"],
    "form schema": ["form", "schema", "-o", "all.schema.json"],
    "form draft": ["form", "draft", "in/08.docx", "-o", "templates/x.docx", "--force"],
    "form check": ["form", "check", "templates/good.docx", "--annotate", "notes.docx"],
    "new": ["new", "-o", "new.yaml", "--form", "tianjin-2022"],
    "merge": ["merge", "sides/base.yaml", "sides/ours.yaml", "sides/theirs.yaml", "-o", "sides/ours.yaml"],
    "pull": ["pull", "back/one.docx", "sides/pulled", "--yes"],
    "pull, renamed": ["pull", "back/named.docx", "sides/pulled", "--yes"],
}
RIVALS: dict[str, tuple[list[str], list[str]]] = {
    "merge": (
        VERBS["merge"],
        ["merge", "sides/base.yaml", "sides/theirs.yaml", "sides/ours.yaml", "-o", "sides/ours.yaml"],
    ),
    "pull": (VERBS["pull"], ["pull", "back/two.docx", "sides/pulled", "--yes"]),
    "build": (VERBS["build"], VERBS["build"]),
    "build, other specs": (["build", "08.yaml", "-o", "out"], ["build", "changed/08.yaml", "-o", "out"]),
    "put": (VERBS["put"], ["put", "other", "in/08.docx", "--yes"]),
    "put, build": (["put", "other", "in/08.docx", "--yes"], ["build", "changed/08.yaml", "-o", "in"]),
}
"""Two runs at once that write the same file."""
Files = dict[str, bytes]


class Series(NamedTuple):
    """How many runs were killed before they were done, and what was wrong."""

    kills: int
    litter: int
    """files that killed runs left, all of them swept"""
    faults: list[str]


def lay_out(folder: Path) -> None:
    """What the verbs begin with, below a folder; what they write is there already in an older form, or not at all."""
    os.chdir(folder)
    for name in ("specs/甲", "specs/乙", "changed", "out", "templates", "schemas"):
        Path(name).mkdir(parents=True)
    for number, path in enumerate(SPECS[5:11]):
        text = path.read_text("utf8")
        mess = text.replace("金额单位: 万元", "金额单位:   '万元'").replace("≥", "≧")
        Path(f"specs/{'甲乙'[number % 2]}/{path.name}").write_text(mess, "utf8")
    eighth = SPECS[7].read_text("utf8")
    Path("08.yaml").write_text(eighth, "utf8")
    Path("changed/08.yaml").write_text(eighth.replace("≥10场次", "≥12场次").replace("干部培训质量", "培训质量"), "utf8")
    Path("templates/good.docx").write_bytes((ROOT / "templates/tianjin-2022.docx").read_bytes())
    Path("schemas/good.schema.json").write_bytes((ROOT / "schemas/tianjin-2022.schema.json").read_bytes())
    for name in ("sides/pulled", "back", "other"):
        Path(name).mkdir(parents=True)
    Path("other/08.yaml").write_text(eighth.replace("≥10场次", "≥11场次").replace("≤43.5", "≤44"), "utf8")
    Path("sides/base.yaml").write_text(eighth, "utf8")
    Path("sides/ours.yaml").write_text(eighth.replace("≥10场次", "≥12场次"), "utf8")
    Path("sides/theirs.yaml").write_text(eighth.replace("≥10场次", "≥11场次").replace("≤43.5", "≤44"), "utf8")
    Path(f"sides/pulled/{SPECS[7].name}").write_text(eighth, "utf8")
    with silent():
        main(["build", "08.yaml", "-o", "in"])
        for name, (old, new) in {
            "one": ("≥10场次", "≥12场次"),
            "two": ("≤43.5", "≤44"),
            "named": ("科技系统干部教育培训", "全省干部教育培训"),
        }.items():
            Path("back/08.yaml").write_text(eighth.replace(old, new), "utf8")
            main(["build", "back/08.yaml", "-o", "back"])
            data = Path("back/08.docx").read_bytes()
            Path(f"back/{name}.docx").write_bytes(replace_members(data, {NAME: marks("in/08.docx")}))
    for name in ("out/甲.docx", "notes.docx", "out.docx", "all.schema.json"):
        Path(name).write_bytes(b"old")


def marks(document: str) -> bytes:
    """The part with the marks of a built document: with it another is one that somebody edited in Word."""
    with zipfile.ZipFile(document) as archive:
        return archive.read(NAME)


def state(folder: Path) -> Files:
    """The files below a folder, by name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def restore(folder: Path, files: Files) -> None:
    """Make the files of a folder those, but for litter, which stays."""
    for name in [each for each in state(folder) if each not in files and not is_litter(each)]:
        (folder / name).unlink()
    for name, data in files.items():
        path = folder / name
        if not path.exists() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def is_litter(name: str) -> bool:
    return Path(name).name.startswith(".goalgen-")


@contextmanager
def silent() -> Iterator[None]:
    """Let what is printed go nowhere."""
    kept = [os.dup(1), os.dup(2)]
    nowhere = os.open(os.devnull, os.O_WRONLY)
    sys.stdout.flush()
    try:
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        yield
    finally:
        sys.stdout.flush()
        for number, handle in enumerate(kept, 1):
            os.dup2(handle, number)
            os.close(handle)
        os.close(nowhere)


def run(command: list[str], seconds: float | None = None) -> tuple[bool, float]:
    """Fork a run and kill it after some seconds; whether it was killed before it was done, and how long it lasted."""
    start = time.monotonic()
    child = forked(command)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status), time.monotonic() - start


def forked(command: list[str]) -> int:
    """Start a run; gives its process."""
    child = os.fork()
    if not child:
        with silent():
            main(command)
        os._exit(0)
    return child


def series(verb: str, count: int, chance: random.Random, end: float = float("inf")) -> Series:
    """Kill a verb so often, or until some moment."""
    here, faults, killed, left = Path.cwd(), list[str](), 0, set[str]()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made, "work")
        folder.mkdir()
        lay_out(folder)
        before = state(folder)
        litter.sweep.cache_clear()  # the children inherit what this process has swept
        lasted = [run(VERBS[verb])[1]]
        whole = state(folder)
        known = {*before.values(), *whole.values()}
        if whole == before:
            faults.append(f"{verb} does not write")
        while killed < count and time.monotonic() < end and not faults:
            restore(folder, before)
            typical = sorted(lasted)[len(lasted) // 2]
            died, seconds = run(VERBS[verb], chance.uniform(chance.choice((0, 0.6)) * typical, typical))
            killed += died
            lasted = lasted if died else [*lasted[-6:], seconds]
            after = state(folder)
            left |= {name for name in after if is_litter(name)}
            for name, data in after.items():
                if not is_litter(name) and data not in known:
                    faults.append(f"{verb}: {name} is half, {len(data)} bytes")
        restore(folder, before)
        run(VERBS[verb])
        if (last := state(folder)) != whole:
            names = sorted(name for name in {*last, *whole} if last.get(name) != whole.get(name))
            faults.append(f"{verb}: after {killed} kills {names} differ")
        os.chdir(here)
    return Series(killed, len(left), faults)


def at_once(name: str, count: int, end: float = float("inf")) -> Series:
    """Start two runs at the same time that write the same file, so often: each file is as one run makes it, or one after the
    other; how often and what was wrong."""
    here, faults, done = Path.cwd(), list[str](), 0
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made, "work")
        folder.mkdir()
        lay_out(folder)
        before = state(folder)
        one, two = RIVALS[name]
        known: set[bytes] = {*before.values()}
        for order in ((one, two), (two, one)):
            for command in order:
                run(command)
                known |= {*state(folder).values()}
            restore(folder, before)
        while done < count and time.monotonic() < end and not faults:
            litter.sweep.cache_clear()
            children = [forked(command) for command in (one, two)]
            for child in children:
                os.waitpid(child, 0)
            done += 1
            after = state(folder)
            faults += [f"{name}: {each} is nobody's" for each, data in after.items() if data not in known]
            faults += [f"{name}: {each} is left" for each in after if is_litter(each)]
            restore(folder, before)
        os.chdir(here)
    return Series(done, 0, faults)


def main_() -> int:
    """Kill; 1 when something was wrong."""
    count, seconds = (int(each) for each in (*sys.argv[1:], *("350", "1800")[len(sys.argv) - 1 :]))
    chance, end = random.Random(time.time_ns()), time.monotonic() + seconds
    os.environ["XDG_CACHE_HOME"] = cache = tempfile.mkdtemp()
    total = bad = 0
    for place, verb in enumerate(VERBS):
        wanted = -(-(count - total) // (len(VERBS) - place))
        found = series(verb, wanted, chance, end)
        total, bad = total + found.kills, bad + len(found.faults)
        print(f"{verb}: {found.kills} kills, {found.litter} left over and swept {'; '.join(found.faults)}", flush=True)
    for name in RIVALS:
        found = at_once(name, 50, end + 300)
        bad += len(found.faults)
        print(f"{name}: {found.kills} times two at once {'; '.join(found.faults)}", flush=True)
    half = [str(path) for path in Path(cache).rglob("*") if is_litter(path.name)]
    shutil.rmtree(cache)
    print(f"{total} kills, {bad} faults{f', in the cache: {half}' if half else ''}")
    return int(bad > 0 or bool(half))


if __name__ == "__main__":
    raise SystemExit(main_())
