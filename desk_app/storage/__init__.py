"""Tables, opening, migrating and backing up. Knows no screen and no document."""
