"""Questions put to the stored rows of the read models, in SQL."""
