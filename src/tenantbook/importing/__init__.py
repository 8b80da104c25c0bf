"""Importing from a WordPress: posts are read, drafts written beside what editors made of earlier ones."""
