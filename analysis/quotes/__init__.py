"""Who says what: reporting cues, the content they introduce, quote marks, and the speaker each quotation belongs to."""
