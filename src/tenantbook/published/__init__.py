"""Where published pages are read from: folders, zips, saved pages, sites and WordPress. Nothing here writes."""
