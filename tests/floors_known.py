"""What the checks of the floors found when they were switched on and is not mended yet.

Only for a while: an entry whose fault is gone fails the check until it is taken out, and
nothing may be added. The keys are those of `tests.floors.Finding`.
"""

KNOWN: dict[str, set[str]] = {
    "branches": {
        "desk_app/services/grading/opinions.py refuse",
        "desk_app/views/polling/room.py PollingRoom._loaded",
    },
    "circle": {
        (
            "desk_app/views/polling/counting_acts "
            "desk_app/views/polling/meeting_acts "
            "desk_app/views/polling/poll_acts "
            "desk_app/views/polling/room "
            "desk_app/views/polling/roster_acts"
        ),
    },
    "long file": {
        "desk_app/domain/organisations/importing.py",
        "desk_app/services/rounds.py",
        "desk_app/services/scoring/sheets.py",
        "desk_app/storage/tables.py",
        "desk_app/views/polling/keying.py",
        "desk_app/views/polling/paper.py",
        "desk_app/views/polling/room.py",
        "tests/domain/test_organisation_import.py",
        "tests/views/test_polling.py",
        "tests/views/test_polling_counting.py",
        "tests/views/test_scoring.py",
    },
    "median": {
        "desk_app",
    },
    "unused": {
        "desk_app/documents/placeholders.py Scalar",
        "desk_app/documents/preview.py page_count",
        "desk_app/domain/points.py MILLI",
        "desk_app/domain/scheme/saving.py text_of",
        "desk_app/domain/scheme/writing/tables.py Tables",
        "desk_app/domain/scheme/writing/tables.py paths",
        "desk_app/services/backups.py unchanged",
        "desk_app/services/grading/proposals.py propose",
        "desk_app/services/grading/proposals.py propose_each",
        "desk_app/services/organisations/registry.py parent_name",
        "desk_app/services/rectification/entries.py _day",
        "desk_app/services/scoring/facts.py record",
        "desk_app/services/scoring/sheets.py record",
        "desk_app/services/workspace.py rename",
        "desk_app/storage/engine/statements.py _compile_upsert",
        "desk_app/storage/engine/statements.py inherit_cache",
        "desk_app/views/frame.py passing",
        "desk_app/views/kit/files.py COUNTS",
        "desk_app/views/organisations/form.py Registry",
        "desk_app/views/polling/room.py choose_poll",
        "desk_app/views/runner.py wait",
        "desk_app/views/samples/dialog.py open_samples",
    },
}
