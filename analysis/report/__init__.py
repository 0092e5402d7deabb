"""Output for readers: marked text, findings in sentences, explorers, and the report on one article."""
