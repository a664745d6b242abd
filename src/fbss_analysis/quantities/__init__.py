"""How numbers are read: numerals and their units, names set aside, the grammar that combines them, hedges, nouns."""
