"""Under which licences the program's libraries and fonts may be used, from what is installed."""

from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from desk_app.assets import resources_dir

LIBRARIES = (
    "PySide6_Essentials",
    "shiboken6",
    "SQLAlchemy",
    "alembic",
    "Mako",
    "MarkupSafe",
    "chinesecalendar",
    "fonttools",
    "jeepney",
    "openpyxl",
    "et_xmlfile",
    "pillow",
    "platformdirs",
    "pypdfium2",
    "pypinyin",
    "python-calamine",
    "python-docx",
    "lxml",
    "reportlab",
    "charset-normalizer",
    "tomlkit",
    "typing_extensions",
)
"""What is shipped with the program; jeepney only on Linux."""
_OF_QT = ("PySide6_Essentials", "shiboken6")
"""Their packages bring no text along: it lies in ``resources/licences``."""
_NAMES = ("licen", "copying", "notice")


@dataclass(frozen=True, slots=True)
class Licence:
    """One part of the program: its name and version, its licence in a word, and the whole text."""

    name: str
    version: str
    kind: str
    text: str


def read() -> tuple[Licence, ...]:
    """Return the licence of every library, of Python, and of the fonts; nothing is fetched."""
    libraries = [one for one in (_library(name) for name in LIBRARIES) if one is not None]
    return (*_own(), *libraries, *_fonts())


def installed(name: str) -> metadata.Distribution | None:
    """Return what is known of a library, ``None`` where it is not part of this installation."""
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None


def _own() -> tuple[Licence, ...]:
    folder = resources_dir() / "licences"
    python = (folder / "Python.txt").read_text(encoding="utf-8")
    sqlite = "SQLite 属于公有领域，任何人都可以使用、复制和修改。"
    return Licence("Python", "", "PSF", python), Licence("SQLite", "", "公有领域", sqlite)


def _library(name: str) -> Licence | None:
    """Return a library's licence; ``None`` where it is not part of this installation."""
    found = installed(name)
    if found is None:
        return None
    about = found.metadata.json
    kind = str(about.get("license_expression") or about.get("license") or "").strip()
    if name in _OF_QT:
        kind, texts = "LGPL-3.0", _of_qt()
    else:
        files = [one for one in found.files or () if _is_licence(one.as_posix())]
        texts = [one for one in (_text(Path(str(file.locate()))) for file in files) if one]
    words = "\n\n".join(texts) or f"{name}：{kind or '见该项目的说明'}"
    return Licence(name, found.version, kind.splitlines()[0][:40] if kind else "", words)


def _is_licence(path: str) -> bool:
    folder, _, file = path.casefold().rpartition("/")
    return ".dist-info" in folder and ("licen" in folder or any(one in file for one in _NAMES))


def _of_qt() -> list[str]:
    folder = resources_dir() / "licences"
    said = (
        "Qt 和 PySide6 按 LGPL 3.0 使用，其动态库可以替换。LGPL 3.0 和它所依据的 GPL 3.0 全文如下。"
    )
    files = ("LGPL-3.0.txt", "GPL-3.0.txt")
    return [said, *((folder / one).read_text(encoding="utf-8") for one in files)]


def _fonts() -> tuple[Licence, ...]:
    folder = resources_dir() / "fonts"
    fonts = (("思源黑体、思源宋体", "OFL-Noto.txt"), ("霞鹜文楷", "OFL-LXGWWenKai.txt"))
    return tuple(
        Licence(name, "", "OFL 1.1", (folder / file).read_text(encoding="utf-8"))
        for name, file in fonts
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
