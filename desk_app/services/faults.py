"""The world's faults under the name that the commands may know.

Every service raises ``Fault``; a command that refuses something by itself raises the same one,
and knows no rule for that.
"""

from desk_app.domain.faults import Fault

__all__ = ["Fault"]
