"""Verbs floor: specs are written into a Word file that exists: it is edited, not replaced.

Laws L3 and L4: `put(read(d), d)` is `d`, byte for byte; `read(put(s, d)) == s`, and only the cells and paragraphs that show a
changed value have other bytes; or put refuses and the bytes are those that were given.
"""

from goalgen.verbs.put.changes import Change
from goalgen.verbs.put.putting import Put
from goalgen.verbs.put.tracked import AUTHOR, Tracking
from goalgen.verbs.put.whole import put

__all__ = ["AUTHOR", "Change", "Put", "Tracking", "put"]
