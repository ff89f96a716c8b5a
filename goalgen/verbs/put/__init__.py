"""Verbs floor: specs are written into a Word file that exists: it is edited, not replaced."""
