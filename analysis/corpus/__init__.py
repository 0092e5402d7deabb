"""Many articles: read them, link names and contacts across them, and aggregate by week and by paper."""
