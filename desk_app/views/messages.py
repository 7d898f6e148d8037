"""The old place of the kit's messages, until 测评 follows."""

from desk_app.views.kit.messages import Notice

__all__ = ["Notice"]
