"""The old place of the kit's colours, until 测评 follows."""

from desk_app.views.kit.theme import (
    ACCENT,
    GOOD,
    LINE,
    QUIET,
    TEXT,
    WARNING,
    WRONG,
    WRONG_BACKGROUND,
)

__all__ = ["ACCENT", "GOOD", "LINE", "QUIET", "TEXT", "WARNING", "WRONG", "WRONG_BACKGROUND"]
