"""Rows as they come out of storage: frozen dataclasses, a file a word."""
