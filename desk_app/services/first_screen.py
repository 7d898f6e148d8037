"""What 首页 showed when the program was closed, for the first screen of the next start.

A small file beside the database. It is believed only by a mark: this program, this form of the
file, this day, this person, and the number that the last writing session left in the database.
Whoever opens the database takes the file away, and only a clean closing leaves one: after a
kill there is none. Read without any database library, so that the first screen needs none.
"""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app import __version__
from desk_app.domain.home_words import HomeWords, read_words
from desk_app.storage.engine.header import DATABASE, log_is_empty, session_number

if TYPE_CHECKING:
    from datetime import date

    from desk_app.domain.kit.actor import Actor

FILE = "workspace.home.json"
_FORM = 1
"""Of the file; another one is not read."""
_LARGEST = 200_000
"""Bytes. Ours has about three thousand."""


def keep(folder: Path, words: HomeWords, today: "date", actor: "Actor") -> None:
    """Leave the words beside a database that was just closed; raises OSError.

    Written beside and moved into place. Nothing is left where the database's log is not empty.
    """
    database = folder / DATABASE
    mark = _mark(database, today, actor)
    if mark is None:
        return
    beside = folder / f"{FILE}.part"
    whole = {"mark": mark, "words": {**words._asdict(), "steps": [list(s) for s in words.steps]}}
    try:
        beside.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
        # Not flushed: what a power cut leaves of it is either whole or not read.
        beside.replace(folder / FILE)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def read(folder: Path, today: "date", actor: "Actor") -> HomeWords | None:
    """Return what was kept, where it says what the database in ``folder`` would say.

    ``None`` where nothing was kept, or it belongs to something else, or is damaged.
    """
    try:
        with (folder / FILE).open("rb") as file:
            kept = json.loads(file.read(_LARGEST))
        mark = _mark(folder / DATABASE, today, actor)
        if mark is None or not isinstance(kept, dict) or kept.get("mark") != mark:
            return None
        return read_words(kept.get("words"))
    except (OSError, ValueError, RecursionError):
        return None


def discard(folder: Path) -> None:
    """Take away what was kept: from now on the database may change; raises OSError."""
    (folder / FILE).unlink(missing_ok=True)


def _mark(database: Path, today: "date", actor: "Actor") -> dict[str, object] | None:
    """Everything that the words depend on; ``None`` where the file alone does not say it."""
    number = session_number(database)
    if not number or not log_is_empty(database):
        return None
    stands = os.stat(database)  # noqa: PTH116 - a Path's own imports more
    return {
        "form": _FORM,
        "program": __version__,
        "day": today.isoformat(),
        "person": actor.name,
        "database": number,
        "size": stands.st_size,
        "written": stands.st_mtime_ns,
    }
