"""Who says what: reporting cues, the content they introduce, and the speaker of each quotation."""
