"""The old place of the kit's preview, until 测评 follows."""

from desk_app.views.kit.preview import show_preview

__all__ = ["show_preview"]
