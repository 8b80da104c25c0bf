"""Tenantbook renders guides from procedures and live policy, and checks that they stay true."""

__version__ = "0.1.0"
