"""Two contracts ended early, each told day by day over HTTP, with every answer worked out by hand beside it."""
