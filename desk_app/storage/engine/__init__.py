"""The one room that knows which database it is."""
