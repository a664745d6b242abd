"""What a number in a passage is about: its subject, sample and time, and what it follows from."""
