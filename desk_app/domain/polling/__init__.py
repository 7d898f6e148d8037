"""测评: meetings, ballots, keying, counting, checks, and the state of a poll."""
