"""The room 方案: which schemes there are, and each one read back in sentences."""

from desk_app.views.schemes.room import SchemesRoom

__all__ = ["SchemesRoom"]
