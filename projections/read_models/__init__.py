"""The read models: what they are, how they follow the log, how they are built anew."""
