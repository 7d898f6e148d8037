"""The room 定级: proposals, their reasons, the quotas above, the decisions beside them."""

from desk_app.views.grading.room import GradingRoom

__all__ = ["GradingRoom"]
