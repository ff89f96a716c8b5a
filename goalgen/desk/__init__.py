"""Desk floor: what lies on the disk, for the command line, the language server and the library alike."""
