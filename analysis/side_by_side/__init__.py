"""Two or more articles side by side: who is quoted by which paper, and what each reports of the same contacts."""
