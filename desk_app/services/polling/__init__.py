"""测评: meetings, polls, counting by two, sealing, and what is printed of them."""
