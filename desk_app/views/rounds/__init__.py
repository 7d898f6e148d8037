"""A new round, and the menu of those there are."""
