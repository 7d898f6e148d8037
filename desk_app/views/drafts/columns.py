"""Which fields of a table are columns of its grid; all are in the form of the chosen row."""

from desk_app.domain.drafts.fields import ORIGIN, Editor, FieldTable, Keys, SchemeField

_SHOWN: dict[Keys, tuple[str, ...]] = {
    ("indicators",): ("group", "name", "points", "mode", "standard"),
    ("bands",): ("level", "range", "soft"),
    ("limits", "rules"): ("name", "disqualify", "force", "cap", "demote"),
    ("quotas",): ("name", "levels", "at_most", "at_least", "about", "over"),
    ("tails",): ("name", "share", "count", "levels", "duty"),
    ("steps",): ("name", "actor", "yields", "deadline", "notice_days"),
    ("facts",): ("name", "kind", "unit", "options"),
    ("polls",): ("name", "options", "meeting", "kind"),
    ("adjustments",): ("name", "kind", "points", "unit", "ceiling"),
    ("readings",): ("name", "question", "chosen", "reason"),
    ("levels",): ("name", "management", "none", "duty"),
}
_ONLY_IN_FORMS = frozenset(
    {Editor.CONDITION, Editor.ROWS, Editor.CELLS, Editor.TEXTS_BY, Editor.LONG_TEXT}
)
_MOST = 6
_ORIGIN = frozenset(one.key for one in ORIGIN)


def columns_shown(table: FieldTable, *, every: bool = False) -> tuple[SchemeField, ...]:
    """The columns of a table's grid; ``every`` for a grid that has no form beside it."""
    wanted = () if every else _SHOWN.get(table.path, ())
    if wanted:
        found = {one.key: one for one in table.fields}
        return tuple(found[key] for key in wanted)
    typed = [
        one
        for one in table.fields
        if one.key not in _ORIGIN and (every or one.editor not in _ONLY_IN_FORMS)
    ]
    return tuple(typed if every else typed[:_MOST])
