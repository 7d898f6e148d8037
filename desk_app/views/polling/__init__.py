"""The room 测评: meetings, ballots keyed in batches, counts, and what they say."""

from desk_app.views.polling.room import PollingRoom

__all__ = ["PollingRoom"]
