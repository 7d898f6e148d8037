"""Drafting a scheme from a county's document: sentences in, proposals of scheme parts out."""
