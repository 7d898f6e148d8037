"""The rectification ledger: drawn from low scores, typed, closed with proof."""

from desk_app.services.rectification.closing import close, reopen
from desk_app.services.rectification.drawing import Drawn, draw
from desk_app.services.rectification.entries import (
    ItemChange,
    ItemDraft,
    add,
    change_many,
    remove,
    restore,
    set_due,
)
from desk_app.services.rectification.ledgers import Ledger, Named, ledger, open_ledger
from desk_app.services.rectification.putting import put
from desk_app.services.rectification.rows import items

__all__ = [
    "Drawn",
    "ItemChange",
    "ItemDraft",
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
