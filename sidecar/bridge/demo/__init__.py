"""The demo campus: answers PROTOCOL.md from one SQLite file, for trying and for tests."""
