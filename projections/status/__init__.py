"""How a contract stands: dated facts, and what they mean on a day."""
