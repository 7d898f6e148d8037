"""定级工作台: the desktop program with which a township office grades its organisations."""

__version__ = "0.1.0"
