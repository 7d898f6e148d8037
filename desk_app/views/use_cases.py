"""The use cases that screens call: the only file of the views that names the services' modules.

A module of the services is imported when something of it is first called, on the thread that
calls, so that the window is painted before a database is even thought of::

    from desk_app.views.use_cases import sheets

    runner.call(sheets.sheet, subject_id).then(self._show).otherwise(self._refused)

Types are named through the same modules, in quotes (``"sheets.SheetView"``): they exist only
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
        backups,
        clerks,
        drafting,
        drafts,
        example,
        first_screen,
        grading,
        home,
        home_words,
        licences,
        manual,
        names,
        preview,
        rectification,
        reversals,
        round_material,
        rounds,
        scheme_notice,
        scheme_versions,
        schemes,
        second_start,
        submission,
        table_paper,
        trial_rows,
        version_choices,
        version_offers,
        workspace,
    )
    from desk_app.services.evidence import earlier
    from desk_app.services.grading import history, reviews, round_board
    from desk_app.services.organisations import importing, registry
    from desk_app.services.polling import (
        ballots,
        batches,
        count_report,
        counting,
        external_counts,
        meeting_papers,
        meetings,
        opening,
        overview,
        parts,
        polls,
        reopening,
        rosters,
        samples,
        sealing,
        settling,
        standing,
        standing_rows,
        taking_back,
        totals,
        versions,
    )
    from desk_app.services.reversals import new_rounds, scheme_imports
    from desk_app.services.scoring import (
        adjustments,
        facts,
        reasons,
        register,
        round_overview,
        sheets,
        workbooks,
    )
else:
    adjustments = Late("desk_app.services.scoring.adjustments")
    backups = Late("desk_app.services.backups")
    ballots = Late("desk_app.services.polling.ballots")
    batches = Late("desk_app.services.polling.batches")
    clerks = Late("desk_app.services.clerks")
    count_report = Late("desk_app.services.polling.count_report")
    counting = Late("desk_app.services.polling.counting")
    drafting = Late("desk_app.services.drafting")
    drafts = Late("desk_app.services.drafts")
    earlier = Late("desk_app.services.evidence.earlier")
    example = Late("desk_app.services.example")
    external_counts = Late("desk_app.services.polling.external_counts")
    facts = Late("desk_app.services.scoring.facts")
    first_screen = Late("desk_app.services.first_screen")
    grading = Late("desk_app.services.grading")
    history = Late("desk_app.services.grading.history")
    home = Late("desk_app.services.home")
    home_words = Late("desk_app.services.home_words")
    importing = Late("desk_app.services.organisations.importing")
    licences = Late("desk_app.services.licences")
    manual = Late("desk_app.services.manual")
    meeting_papers = Late("desk_app.services.polling.meeting_papers")
    meetings = Late("desk_app.services.polling.meetings")
    names = Late("desk_app.services.names")
    new_rounds = Late("desk_app.services.reversals.new_rounds")
    opening = Late("desk_app.services.polling.opening")
    overview = Late("desk_app.services.polling.overview")
    parts = Late("desk_app.services.polling.parts")
    polls = Late("desk_app.services.polling.polls")
    preview = Late("desk_app.services.preview")
    reasons = Late("desk_app.services.scoring.reasons")
    rectification = Late("desk_app.services.rectification")
    register = Late("desk_app.services.scoring.register")
    registry = Late("desk_app.services.organisations.registry")
    reopening = Late("desk_app.services.polling.reopening")
    reversals = Late("desk_app.services.reversals")
    rosters = Late("desk_app.services.polling.rosters")
    round_board = Late("desk_app.services.grading.round_board")
    round_material = Late("desk_app.services.round_material")
    round_overview = Late("desk_app.services.scoring.round_overview")
    reviews = Late("desk_app.services.grading.reviews")
    rounds = Late("desk_app.services.rounds")
    samples = Late("desk_app.services.polling.samples")
    scheme_imports = Late("desk_app.services.reversals.scheme_imports")
    scheme_notice = Late("desk_app.services.scheme_notice")
    scheme_versions = Late("desk_app.services.scheme_versions")
    schemes = Late("desk_app.services.schemes")
    sealing = Late("desk_app.services.polling.sealing")
    second_start = Late("desk_app.services.second_start")
    settling = Late("desk_app.services.polling.settling")
    sheets = Late("desk_app.services.scoring.sheets")
    standing = Late("desk_app.services.polling.standing")
    standing_rows = Late("desk_app.services.polling.standing_rows")
    submission = Late("desk_app.services.submission")
    table_paper = Late("desk_app.services.table_paper")
    taking_back = Late("desk_app.services.polling.taking_back")
    totals = Late("desk_app.services.polling.totals")
    trial_rows = Late("desk_app.services.trial_rows")
    version_choices = Late("desk_app.services.version_choices")
    version_offers = Late("desk_app.services.version_offers")
    versions = Late("desk_app.services.polling.versions")
    workbooks = Late("desk_app.services.scoring.workbooks")
    workspace = Late("desk_app.services.workspace")

__all__ = [
    "adjustments",
    "backups",
    "ballots",
    "batches",
    "clerks",
    "count_report",
    "counting",
    "drafting",
    "drafts",
    "earlier",
    "example",
    "external_counts",
    "facts",
    "first_screen",
    "grading",
    "history",
    "home",
    "home_words",
    "importing",
    "licences",
    "manual",
    "meeting_papers",
    "meetings",
    "names",
    "new_rounds",
    "opening",
    "overview",
    "parts",
    "polls",
    "preview",
    "reasons",
    "rectification",
    "register",
    "registry",
    "reopening",
    "reversals",
    "reviews",
    "rosters",
    "round_board",
    "round_material",
    "round_overview",
    "rounds",
    "samples",
    "scheme_imports",
    "scheme_notice",
    "scheme_versions",
    "schemes",
    "sealing",
    "second_start",
    "settling",
    "sheets",
    "standing",
    "standing_rows",
    "submission",
    "table_paper",
    "taking_back",
    "totals",
    "trial_rows",
    "version_choices",
    "version_offers",
    "versions",
    "workbooks",
    "workspace",
]
