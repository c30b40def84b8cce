"""The trail of evidence of each failing, link by link."""
