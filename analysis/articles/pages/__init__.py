"""Web pages: their text, what they state about the article, and the entries of live blogs."""
