"""A stand-in estate to try everything on: invented tenants, and the servers that answer for them."""
