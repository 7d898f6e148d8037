"""What is known of a round's subjects, where it was entered, what earlier years came to."""
