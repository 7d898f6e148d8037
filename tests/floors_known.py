"""What the checks of the floors found when they were switched on and is not mended yet.

Only for a while: an entry whose fault is gone fails the check until it is taken out, and
nothing may be added. The keys are those of `tests.floors.Finding`.
"""

KNOWN: dict[str, set[str]] = {}
