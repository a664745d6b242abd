"""A claim beside what a study published: who was studied, what was measured, and how the two differ."""
