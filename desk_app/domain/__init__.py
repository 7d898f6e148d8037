"""The rules: plain Python on frozen dataclasses; no Qt, no SQL, no files, no clock."""
