"""The room 评分: sheets by subject and by indicator, the register, the other facts."""

from desk_app.views.scoring.room import ScoringRoom

__all__ = ["ScoringRoom"]
