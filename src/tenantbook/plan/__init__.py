"""What publishing would do: which articles a target wants, what stands there, and what follows from the difference."""
