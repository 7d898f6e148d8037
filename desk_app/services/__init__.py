"""Use cases: one desk, one room; one function is one transaction."""
