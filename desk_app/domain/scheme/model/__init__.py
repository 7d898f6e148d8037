"""What a scheme is: frozen parts, and what can be asked of them alone."""
