"""Drafting a scheme from a county's document: sentences in, suggestions of scheme parts out."""
