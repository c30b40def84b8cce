"""Outcomes, the plan that brings them, the resources it takes, and what putting things right was agreed."""
