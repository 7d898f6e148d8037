"""What was written at once (an import, a paste, a generation) taken back whole, or done again."""

from desk_app.services.reversals.acts import LastAct, last, redo, undo

__all__ = ["LastAct", "last", "redo", "undo"]
