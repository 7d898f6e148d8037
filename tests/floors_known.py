"""What the checks of the floors found when they were switched on and is not mended yet.

Only for a while: an entry whose fault is gone fails the check until it is taken out, and
nothing may be added. The keys are those of `tests.floors.Finding`.
"""

KNOWN: dict[str, set[str]] = {
    # what the screens of the drafts are being built on
    "unused": {
        "desk_app/domain/drafts/fields.py least_format",
        "desk_app/domain/drafts/fields.py one_of",
        "desk_app/domain/drafts/writing.py path_at",
    },
}
