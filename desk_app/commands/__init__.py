"""The same services without a window: one file of commands a room."""
