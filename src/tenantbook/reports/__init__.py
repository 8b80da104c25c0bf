"""Reports of a check: one module for each form, each a pure function of an inspection."""
