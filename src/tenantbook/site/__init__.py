"""From Markdown on disk to a built, sealed site: the seam to the site generator."""
