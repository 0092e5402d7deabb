"""How right it is: labels, scores with intervals, comparison with other tools, and a report of the errors."""
