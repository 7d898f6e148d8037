"""The second screen: how the count stands, large enough for the last row of the room."""
