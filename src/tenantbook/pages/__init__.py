"""From a library, a client and a snapshot to an edition: composed text whose values are slots."""
