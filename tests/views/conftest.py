"""Fixtures for all screens; see ``tests/screens.py``."""

from tests.screens import desk, dressed

__all__ = ["desk", "dressed"]
