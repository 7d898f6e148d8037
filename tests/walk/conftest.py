"""The walk needs the application dressed; its helpers' asserts say what they saw."""

import pytest

pytest.register_assert_rewrite("tests.walk.hand", "tests.walk.folder")

from tests.support.screens import dressed, opened_folders

__all__ = ["dressed", "opened_folders"]
