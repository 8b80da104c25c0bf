"""How each client stands: what the log of checks says of it, and the page, the list and the badge that show it."""
