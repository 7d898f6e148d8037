"""A scheme read back in sentences, and two of them compared."""
