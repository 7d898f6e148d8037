"""Model to text, and a text changed table by table with its comments."""
