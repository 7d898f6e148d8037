"""What the doors hand on to every command: the clock, and who works at the desk.

The types are the rules' own (``domain/kit``); the commands, which know no rules, have their
names from here. ``services/computer.py`` has the real ones, and must start lighter than this.
"""

from desk_app.domain.kit.actor import Actor
from desk_app.domain.kit.clock import Clock

__all__ = ["Actor", "Clock"]
