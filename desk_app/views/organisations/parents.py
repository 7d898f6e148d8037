"""The superiors that can be chosen in the form: those that may hold what it speaks of."""

from typing import TYPE_CHECKING

from desk_app.domain.organisations.model import (
    KINDS,
    OrganisationForm,
    descendants,
    may_stand_under,
)
from desk_app.views.kit.name_combo import NameCombo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QComboBox

    from desk_app.views.use_cases import registry


def show_parents(
    combo: "QComboBox",
    form: OrganisationForm,
    everyone: "Sequence[registry.OrganisationRow]",
    kind: str,
) -> None:
    """Offer the superiors of a ``kind``; of branches as of all organisations, of members branches.

    What was chosen in ``form`` is offered whatever it is.
    """
    below = descendants(form.id, everyone)
    held = KINDS[2] if kind in KINDS else kind
    combo.clear()
    combo.addItem("（没有上级）", None)
    for one in everyone:
        possible = one.id != form.id and one.id not in below and one.retired_on is None
        if (possible and may_stand_under(held, one.kind)) or one.id == form.parent_id:
            combo.addItem("　" * one.depth + one.name, one.id)
            combo.setItemData(combo.count() - 1, one.initials, NameCombo.INITIALS)
    combo.setCurrentIndex(max(0, combo.findData(form.parent_id)))
