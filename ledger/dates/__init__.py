"""Days and periods: when one ends, which days count, and what day it is."""
