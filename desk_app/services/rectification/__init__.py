"""The rectification ledger: drawn from low scores, typed, closed with proof."""

from desk_app.services.rectification.drawing import Drawn, draw
from desk_app.services.rectification.entries import (
    Change,
    Draft,
    Ledger,
    Named,
    add,
    change_many,
    close,
    items,
    ledger,
    open_ledger,
    remove,
    reopen,
    restore,
    set_due,
)
from desk_app.services.rectification.putting import put

__all__ = [
    "Change",
    "Draft",
    "Drawn",
    "Ledger",
    "Named",
    "add",
    "change_many",
    "close",
    "draw",
    "items",
    "ledger",
    "open_ledger",
    "put",
    "remove",
    "reopen",
    "restore",
    "set_due",
]
