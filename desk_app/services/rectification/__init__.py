"""The rectification ledger: drawn from low scores, typed, closed with proof."""

from desk_app.services.rectification.drawing import Drawn, draw
from desk_app.services.rectification.entries import (
    Change,
    Draft,
    Ledger,
    Named,
    add,
    change,
    change_many,
    close,
    count_overdue,
    items,
    ledger,
    open_ledger,
    remove,
    reopen,
    restore,
    set_due,
)

__all__ = [
    "Change",
    "Draft",
    "Drawn",
    "Ledger",
    "Named",
    "add",
    "change",
    "change_many",
    "close",
    "count_overdue",
    "draw",
    "items",
    "ledger",
    "open_ledger",
    "remove",
    "reopen",
    "restore",
    "set_due",
]
