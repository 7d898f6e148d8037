"""The registry of Party organisations: what they are, how lists of them are read in."""
