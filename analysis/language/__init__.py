"""What the parse says: spaCy's tokens, syntactic relations, quote marks and dates."""
