"""The linguistic layer: parsing with spaCy, syntactic relations, quote marks, and expressions of time."""
