"""Schemes: those that ship, those that were imported, and the text that a round is pinned to.

The table keeps whole texts by digest. A text that a round pinned from a shipped file has an
empty ``imported_at``; one that somebody imported has the moment. For new rounds the scheme that
was imported last goes before a shipped one of the same id; rounds keep what they were pinned to.
"""

from desk_app.services.schemes.cards import SchemeCard, listing, shipped
from desk_app.services.schemes.copies import copy, tidy
from desk_app.services.schemes.files import (
    check_file,
    export_shipped,
    load_file,
    load_shipped,
    parsed,
    read_text,
    shipped_text,
)
from desk_app.services.schemes.importing import Imported, export_file, import_file, import_text
from desk_app.services.schemes.keeping import load, pin, pinned, store, text_of

__all__ = [
    "Imported",
    "SchemeCard",
    "check_file",
    "copy",
    "export_file",
    "export_shipped",
    "import_file",
    "import_text",
    "listing",
    "load",
    "load_file",
    "load_shipped",
    "parsed",
    "pin",
    "pinned",
    "read_text",
    "shipped",
    "shipped_text",
    "store",
    "text_of",
    "tidy",
]
