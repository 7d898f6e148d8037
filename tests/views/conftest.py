"""Fixtures for all screens; see ``tests/support/screens.py``."""

from tests.support.screens import (
    desk,
    dressed,
    example_database,
    example_desk,
    example_window,
    first_window,
    new_database,
    opened_folders,
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
    "opened_folders",
    "window",
    "workspace",
]
