"""The nouns of tenantbook: what its files say, and what is made from them."""
