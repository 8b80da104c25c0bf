"""Publishers: each a file with its Settings, what is published there, and how a change is made there."""
