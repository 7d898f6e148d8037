"""Writes the rows that a scheme is tried on."""

from collections.abc import Mapping

from desk_app.domain.scheme.model.trials import Trial
from desk_app.domain.scheme.writing.values import Written, sparse


def trial(one: Trial) -> Mapping[str, Written]:
    """Write one row; every cell as the text that it is."""
    entered: Written | None = dict(one.entered) if one.entered else None
    return sparse({"name": one.name, "level": one.level, "entered": entered}, origin=one.origin)
