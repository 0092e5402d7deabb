"""Two or more articles side by side: whom each paper quotes, and what it reports about the same contacts."""
