"""Publishing: articles read from built sites, the ledger of what was published, and a plan carried out."""
