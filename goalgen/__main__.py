"""Edge floor: `python -m goalgen`, and what the installed command runs: also while it is still being imported."""

from __future__ import annotations

import gc
import os
import signal
import sys

YOUNG = 20_000
"""So many new objects before the collector looks at them: at the usual 700 a twentieth of a short command is looking in vain."""


def run() -> int:
    """Run the command line. Ctrl-C ends it with a word, whenever it is pressed; being ended tidies up as Ctrl-C does."""
    gc.set_threshold(YOUNG)
    try:
        from goalgen.cli import main, streams

        streams.speak_utf8()
        signal.signal(signal.SIGTERM, _stop)
        return main()
    except KeyboardInterrupt:
        os.write(2, _encoded("已中断\n"))
        return 130


def _encoded(text: str) -> bytes:
    """A text as standard error has it, while nothing else is there yet to write it."""
    try:
        return text.encode(getattr(sys.stderr, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return text.encode()


def _stop(*_: object) -> None:
    sys.exit(143)


if __name__ == "__main__":
    raise SystemExit(run())
