"""Reading input: text, Markdown, saved pages and PDFs become an `Article`."""
