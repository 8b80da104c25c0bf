"""From the files of `kb_src` to a library of content, or to every mistake in them."""
