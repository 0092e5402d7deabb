"""Who is who in one article: names, descriptions, entities and coreference."""
