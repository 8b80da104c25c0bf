"""Posts of a WordPress made into draft procedures: what they say, where it goes, and what nobody could place."""
