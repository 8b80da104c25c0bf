"""What a child process is not told: it renders pages, and needs nobody's password for that."""

import re
from collections.abc import Mapping, MutableMapping

#: Names of variables that hold a secret, ours and anybody's.
_SECRET = re.compile(r"SECRET|PASSW(?:OR)?D|TOKEN|CREDENTIAL|API_?KEY|PRIVATE_?KEY", re.IGNORECASE)


def without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment without the variables whose names say that they hold a secret."""
    return {name: value for name, value in environment.items() if not _SECRET.search(name)}


def forget_secrets(environment: MutableMapping[str, str]) -> None:
    """Take those variables out of this process's own environment."""
    for name in [name for name in environment if _SECRET.search(name)]:
        del environment[name]
