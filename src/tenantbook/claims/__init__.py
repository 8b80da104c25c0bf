"""Claims in prose: what a page without a record says about declared facts, and how true that is."""
