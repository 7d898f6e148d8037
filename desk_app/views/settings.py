"""What this computer remembers of the screens: last workspace, window size, column widths."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

CHOSEN_FOR_ROUND = "new_round/scheme"
"""Where 新建轮次 finds the scheme that was chosen in 方案."""

TOUR_SEEN = "tour/seen"
"""Set once the tour of the first run was shown: it comes by itself never again."""
ASK_NAME = "填写姓名"
"""What stands for the clerk's name while only the login of the computer is known."""
_CLERK, _CLERKS = "clerk/name", "clerk/names"
_MOST_CLERKS = 8
"""Names that are offered again."""


LAST_FOLDER = "workspace/folder"
"""Where the workspace lies that was open last."""


@dataclass(frozen=True, slots=True)
class TableColumns:
    """What a clerk did to a table's columns; columns are known by their headings."""

    order: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    frozen: str | None = None
    """The last of the columns that stay while the others are scrolled; "" for none.

    ``None`` where the clerk has not said: then the table knows best."""
    all_shown: bool = False
    """Every column was asked for: none gives way where the table is narrow."""


class Settings:
    """A plain ini file under the data folder, on every system; never the registry."""

    def __init__(self, path: Path) -> None:
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        """Return what was kept under ``key``."""
        found = self._store.value(key)
        return default if found is None else str(found)

    def set_text(self, key: str, text: str) -> None:
        """Keep ``text`` under ``key``."""
        self._store.setValue(key, text)

    def bytes(self, key: str) -> QByteArray:
        """Return bytes that Qt gave out earlier (the window's geometry); empty without them."""
        found = self._store.value(key)
        return found if isinstance(found, QByteArray) else QByteArray()

    def set_bytes(self, key: str, value: QByteArray) -> None:
        """Keep bytes that Qt gave out."""
        self._store.setValue(key, value)

    def widths(self, table: str) -> dict[str, int]:
        """Return the remembered column widths of a table, heading → pixels at 100 % letters."""
        kept = self._object(f"columns/{table}")
        return {str(k): v for k, v in kept.items() if isinstance(v, int) and v > 0}

    def set_widths(self, table: str, widths: dict[str, int]) -> None:
        """Keep the column widths of a table, heading → pixels at 100 % letters."""
        self.set_text(f"columns/{table}", json.dumps(widths, ensure_ascii=False))

    def columns(self, table: str) -> TableColumns:
        """Return the order of a table's columns, which are hidden, which frozen."""
        kept = self._object(f"tables/{table}")
        frozen = kept.get("frozen")
        return TableColumns(
            _texts(kept.get("order")),
            _texts(kept.get("hidden")),
            frozen if isinstance(frozen, str) else None,
            kept.get("all_shown") is True,
        )

    def set_columns(self, table: str, columns: TableColumns) -> None:
        """Keep the order of a table's columns, which are hidden, which frozen."""
        self.set_text(f"tables/{table}", json.dumps(asdict(columns), ensure_ascii=False))

    @property
    def clerk(self) -> str:
        """The name that whoever works here wrote; "" before anybody has."""
        return self.text(_CLERK)

    @property
    def clerks(self) -> tuple[str, ...]:
        """The names that were written on this computer, the latest first."""
        return tuple(one for one in self.text(_CLERKS).split("\n") if one)

    def set_clerk(self, name: str) -> None:
        """Keep in whose name is worked from now on."""
        others = [one for one in self.clerks if one != name]
        self.set_text(_CLERK, name)
        self.set_text(_CLERKS, "\n".join([name, *others][:_MOST_CLERKS]))

    def _object(self, key: str) -> dict[str, object]:
        """Read what was kept as JSON; somebody may have written anything into the file."""
        try:
            kept = json.loads(self.text(key, "{}"))
        except ValueError:
            return {}
        return kept if isinstance(kept, dict) else {}

    def save(self) -> None:
        """Write to disk now (Qt would do it a little later)."""
        self._store.sync()


def _texts(kept: object) -> tuple[str, ...]:
    return tuple(str(one) for one in kept) if isinstance(kept, list) else ()


def first_folder(data_dir: Path, settings: Settings, *, fixed: bool) -> Path:
    """Return the folder that a start opens; with ``fixed`` it was named on the command line."""
    last = "" if fixed else settings.text(LAST_FOLDER)
    return Path(last) if last else data_dir
