"""The old place of the kit's tables, until 测评 follows."""

from desk_app.views.kit.clipboard import read_block
from desk_app.views.kit.records import LEFT, RIGHT, ROOT, AnyIndex, Column, Records
from desk_app.views.kit.tables import TableView as Sheet

__all__ = ["LEFT", "RIGHT", "ROOT", "AnyIndex", "Column", "Records", "Sheet", "read_block"]
