"""What the checks of the floors found when they were switched on and is not mended yet.

Only for a while: an entry whose fault is gone fails the check until it is taken out, and
nothing may be added. The keys are those of `tests.floors.Finding`.
"""

KNOWN: dict[str, set[str]] = {
    "branches": {
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
        "desk_app/views/polling/keying.py",
        "desk_app/views/polling/paper.py",
        "desk_app/views/polling/room.py",
        "tests/views/test_polling.py",
        "tests/views/test_polling_counting.py",
        "tests/views/test_scoring.py",
    },
    "unused": {
        "desk_app/domain/scheme/saving.py text_of",
        "desk_app/domain/scheme/writing/tables.py Tables",
        "desk_app/domain/scheme/writing/tables.py paths",
        "desk_app/views/frame.py passing",
        "desk_app/views/kit/files.py COUNTS",
        "desk_app/views/organisations/form.py Registry",
        "desk_app/views/polling/room.py choose_poll",
        "desk_app/views/runner.py wait",
        "desk_app/views/samples/dialog.py open_samples",
    },
}
