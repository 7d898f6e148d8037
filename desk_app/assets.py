"""Finds the folders that travel with the program: ``resources/``, ``forms/``, ``docs/手册/``.

In a checkout (and an editable install) they lie beside the package, in a wheel or a frozen
bundle inside it, under ``_assets``. A wheel never has the former, a checkout never the latter.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resources_dir() -> Path:
    """Return the folder with schemes, fonts, icons and style sheet; it is read only.

    Raises:
        FileNotFoundError: the program was installed without its data.
    """
    return _find("resources")


def forms_dir() -> Path:
    """Return the folder with the form templates that came with the program; it is read only.

    Raises:
        FileNotFoundError: the program was installed without its data.
    """
    return _find("forms")


def manual_dir() -> Path:
    """Return the folder with the pages of the manual and their pictures; it is read only.

    Raises:
        FileNotFoundError: the program was installed without its data.
    """
    return _find("手册", "docs/手册")


def _find(name: str, checkout: str = "") -> Path:
    for folder in (_PACKAGE / "_assets" / name, _PACKAGE.parent / (checkout or name)):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{name}/ belongs beside {_PACKAGE}, or under its _assets folder")
