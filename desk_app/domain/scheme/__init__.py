"""A scheme (方案): one county's rule book for one year, as data."""
