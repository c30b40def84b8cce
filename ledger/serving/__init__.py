"""Whether a notice was validly served, when it counts, and how long there is to put things right."""
