"""The use cases that screens call: the only file of the views that names the services' modules.

A module of the services is imported when something of it is first called, on the thread that
calls, so that the window is painted before a database is even thought of::

    from desk_app.views.use_cases import scoring

    runner.call(sheets.sheet, subject_id).then(self._show).otherwise(self._refused)

Types are named through the same modules, in quotes (``"scoring.SheetView"``): they exist only
for the type checker.
"""

from importlib import import_module
from typing import TYPE_CHECKING


class LateCall:
    """A function or class of a module that is imported when it is called."""

    __slots__ = ("_module", "_name")

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name

    def __call__(self, *args: object, **kwargs: object) -> object:
        """Import the module where that has not happened yet, and call."""
        return getattr(import_module(self._module), self._name)(*args, **kwargs)

    def __repr__(self) -> str:
        return f"{self._module}.{self._name}"


class Late:
    """A module of the services that is not imported yet; whatever is asked of it can be called."""

    __slots__ = ("_module",)

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> LateCall:
        return LateCall(self._module, name)


if TYPE_CHECKING:
    from desk_app.services import (
        example,
        grading,
        home,
        preview,
        rectification,
        register,
        round_board,
        round_material,
        rounds,
        scheme_versions,
        schemes,
        scoring_overview,
        submission,
        workspace,
    )
    from desk_app.services.evidence import earlier
    from desk_app.services.polling import samples
    from desk_app.services.scoring import adjustments, facts
else:
    adjustments = Late("desk_app.services.adjustments")
    earlier = Late("desk_app.services.earlier")
    example = Late("desk_app.services.example")
    facts = Late("desk_app.services.facts")
    grading = Late("desk_app.services.grading")
    home = Late("desk_app.services.home")
    organisation_import = Late("desk_app.services.organisation_import")
    organisations = Late("desk_app.services.organisations")
    preview = Late("desk_app.services.preview")
    rectification = Late("desk_app.services.rectification")
    register = Late("desk_app.services.register")
    round_board = Late("desk_app.services.round_board")
    round_material = Late("desk_app.services.round_material")
    rounds = Late("desk_app.services.rounds")
    samples = Late("desk_app.services.samples")
    scheme_versions = Late("desk_app.services.scheme_versions")
    schemes = Late("desk_app.services.schemes")
    score_sheets = Late("desk_app.services.score_sheets")
    scoring = Late("desk_app.services.scoring")
    scoring_overview = Late("desk_app.services.scoring_overview")
    submission = Late("desk_app.services.submission")
    workspace = Late("desk_app.services.workspace")

__all__ = [
    "adjustments",
    "earlier",
    "example",
    "facts",
    "grading",
    "home",
    "organisation_import",
    "organisations",
    "preview",
    "rectification",
    "register",
    "round_board",
    "round_material",
    "rounds",
    "samples",
    "scheme_versions",
    "schemes",
    "score_sheets",
    "scoring",
    "scoring_overview",
    "submission",
    "workspace",
]
