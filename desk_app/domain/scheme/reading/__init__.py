"""Text to model: every mistake in one pass, each with its line."""
