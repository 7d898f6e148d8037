"""Fixtures for all screens; see ``tests/screens.py``."""

from tests.screens import (
    desk,
    dressed,
    example_database,
    example_desk,
    example_window,
    first_window,
    new_database,
    places,
    window,
    workspace,
)

__all__ = [
    "desk",
    "dressed",
    "example_database",
    "example_desk",
    "example_window",
    "first_window",
    "new_database",
    "places",
    "window",
    "workspace",
]
