"""The room 整改: the ledger of what has to be mended, by whom and by when."""

from desk_app.views.rectification.room import RectificationRoom

__all__ = ["RectificationRoom"]
