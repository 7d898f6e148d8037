"""What the checks of the floors found when they were switched on and is not mended yet.

Only for a while: an entry whose fault is gone fails the check until it is taken out, and
nothing may be added. The keys are those of `tests.floors.Finding`.
"""

KNOWN: dict[str, set[str]] = {
    "long file": {
        "desk_app/domain/organisations/importing.py",
        "tests/views/test_scoring.py",
    },
    "unused": {
        "desk_app/views/frame.py passing",
        "desk_app/views/organisations/form.py Registry",
        "desk_app/views/runner.py wait",
    },
}
