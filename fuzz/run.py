"""Fuzz goalgen: `python fuzz/run.py TARGET [seconds]`; TARGET is word, spec, form or lsp.

With atheris installed (it is no dependency; Python up to 3.13) its coverage steers the choices, otherwise they are random. A
finding is an exception, what the one place that catches everything caught, or more than 10 s; each is written to `fuzz/found/` once, and
the run goes on. `python fuzz/run.py TARGET FILE` tries one file again. Exit code 1: something was found.
"""

from __future__ import annotations

import hashlib
import random
import re
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "fuzz")]
LIMIT = 10.0
"""CPU seconds that one input may take."""


class Log:
    """What was tried and found, in a file that is there also when the fuzzer is stopped."""

    def __init__(self, target: str) -> None:
        self.folder, self.target = ROOT / "fuzz/found", target
        self.folder.mkdir(exist_ok=True)
        self.tried, self.seen, self.start = 0, set[str](), time.monotonic()

    def keep(self, data: bytes, suffix: str, reason: str) -> None:
        """Write a finding down, unless the same was found before: at the same place in the code."""
        key = "".join(re.findall(r'File "[^"]*goalgen/[^"]*", line \d+', reason)) or re.sub(r"\d", "", reason[-80:])
        if key not in self.seen:
            self.seen.add(key)
            name = f"{self.target}-{hashlib.sha256(data).hexdigest()[:12]}"
            (self.folder / f"{name}.{suffix}").write_bytes(data)
            (self.folder / f"{name}.txt").write_text(reason, encoding="utf8", errors="replace")
            print(f"found {name}: {reason.splitlines()[-1][:300]}", flush=True)
            self.note()

    def note(self) -> None:
        """Write down how far it is."""
        seconds = time.monotonic() - self.start
        told = f"{self.tried} inputs, {len(self.seen)} findings, {seconds:.0f} s, {time.process_time():.0f} s of CPU\n"
        (self.folder / f"{self.target}.log").write_text(told)


def main() -> int:
    """Fuzz; 1 when something was found."""
    name, given = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "60"
    atheris = None
    with suppress(ImportError):
        import atheris
    if atheris is None:
        from targets import TARGETS
    else:
        with atheris.instrument_imports(include=["goalgen"]):
            from targets import TARGETS
    from changes import Choices

    target, log = TARGETS[name], Log(name)
    if not re.fullmatch(r"\d+", given):
        target.work(Path(given).read_bytes())
        return 0

    def one(choices: bytes) -> None:
        log.tried += 1
        data, start = b"", time.process_time()
        try:
            data = target.make(Choices(choices))
            target.work(data)
        except Exception:
            log.keep(data or choices, target.suffix, traceback.format_exc())
        if time.process_time() - start > LIMIT:
            log.keep(data, target.suffix, f"took {time.process_time() - start:.0f} s")
        if log.tried % 50 == 0:
            log.note()

    if atheris is None:
        rng, end = random.Random(), time.monotonic() + int(given)
        while time.monotonic() < end:
            one(rng.randbytes(rng.choice((8, 32, target.longest))))
        log.note()
        return int(bool(log.seen))
    corpus = ROOT / f"fuzz/corpus/{name}"
    corpus.mkdir(parents=True, exist_ok=True)
    limits = [f"-max_total_time={given}", "-rss_limit_mb=2500", f"-max_len={target.longest}", "-timeout=120"]
    atheris.Setup([sys.argv[0], *limits, "-len_control=0", "-print_final_stats=1", str(corpus)], one)
    atheris.Fuzz()
    return int(bool(log.seen))


if __name__ == "__main__":
    raise SystemExit(main())
