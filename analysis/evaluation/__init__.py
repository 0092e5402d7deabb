"""How accurate the extraction is: labels, scores with intervals, comparison with other tools, and error reports."""
