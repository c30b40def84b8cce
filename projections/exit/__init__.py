"""How ready a contract is for its end: plans told, the exit plan, the transfer of the service, the look back."""
