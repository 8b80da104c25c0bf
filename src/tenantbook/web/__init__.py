"""HTML from anywhere, read in one way: text comes in, tokens go out. Touches nothing of the world."""
