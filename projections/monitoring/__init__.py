"""How a contract is watched: meetings, returns, audits, performance, reviews, and what is missing."""
