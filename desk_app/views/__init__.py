"""Qt screens: one screen, one room. They know services, no SQL and no rule."""
