"""How much of a rule book the program reads by itself (`dev.py reading`), and the phrases."""
