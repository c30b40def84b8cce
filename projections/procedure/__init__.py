"""A procedure as people read it: in words, on paper, compared, adopted; and how it is kept."""
