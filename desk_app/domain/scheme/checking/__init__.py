"""Whether a scheme can be graded by: names, gaps, overlaps, quotas, what is never used."""
