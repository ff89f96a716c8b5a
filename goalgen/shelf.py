"""Words floor: things that are put by on the disk for as long as a run needs them, because there are too many to be kept in memory."""

from __future__ import annotations

from typing import Any, NewType

Slot = NewType("Slot", int)
"""Where a thing was put."""


class Shelf:
    """A nameless file that is gone when nobody needs the shelf any more. Putting by raises OSError when the disk is full."""

    def __init__(self) -> None:
        import pickle  # as few need
        import tempfile

        self._file = tempfile.TemporaryFile(prefix="goalgen-")  # noqa: SIM115  it is closed with the shelf
        self._end = 0
        self._pickle = pickle
        self._written = True
        self._last: tuple[Slot | None, Any] = None, None

    def put(self, thing: Any) -> Slot:  # noqa: ANN401  whatever can be pickled
        """Put a thing by."""
        if not self._written:
            self._file.seek(self._end)
            self._written = True
        start = self._end
        self._end += self._file.write(self._pickle.dumps(thing, self._pickle.HIGHEST_PROTOCOL))
        return Slot(start)

    def get(self, slot: Slot) -> Any:  # noqa: ANN401  as it was put
        """A thing that was put by; the same one when it is asked for again at once, so nobody may change it."""
        if self._last[0] != slot:
            self._written = False
            self._file.seek(slot)
            self._last = slot, self._pickle.load(self._file)
        return self._last[1]
