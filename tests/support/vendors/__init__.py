"""Stand-ins for documentation systems, on real sockets: they follow the published APIs, and refuse whatever those do.

They were written from public descriptions, not against the vendors: where those are silent, the stricter is chosen.
"""
