"""The read-only way into Microsoft Graph: what tenants enforce today, and why one could not be read."""
