"""Clients that no one would wish for: names that are attacks, and canaries that must stay where they were put."""

import json
from types import MappingProxyType

from estates import Estate, add_text

from tenantbook.demo.tenants import DemoTenant, TapPolicy

#: Each part is an attack on one place: HTML, Jinja, Markdown, an attribute, a character reference.
HOSTILE = """</script><b>{{ 7*7 }} [x](javascript:alert(1)) "' & <img src=x onerror=alert(2)> `c` *i* &lt;"""
HOSTILE_GROUP = "<script>alert(3)</script> | [g](javascript:alert(4)) {% raw %} \"'&amp; <svg onload=alert(5)>"
HOSTILE_ORGANISATION = '"><script>alert(6)</script>{{ config }}[o](javascript:alert(7))'

_ATTACKED, _ALPHA, _BRAVO = (f"00000000-0000-4000-8000-0000000007{last:02}" for last in (1, 2, 3))
_GROUPS = {client: f"00000000-0000-4000-8000-0000000008{last:02}" for last, client in enumerate("xab")}

HOSTILE_TENANTS = (
    DemoTenant(
        client="attacked",
        id=_ATTACKED,
        organisation=HOSTILE_ORGANISATION,
        tap=TapPolicy(included=(_GROUPS["x"],)),
        groups=MappingProxyType({_GROUPS["x"]: HOSTILE_GROUP}),
    ),
    DemoTenant(
        client="alpha-canary",
        id=_ALPHA,
        organisation="Organisation kestrelalpha",
        tap=TapPolicy(maximum=600, included=(_GROUPS["a"],)),
        groups=MappingProxyType({_GROUPS["a"]: "Group heronalpha"}),
    ),
    DemoTenant(
        client="bravo-canary",
        id=_BRAVO,
        organisation="Organisation kestrelbravo",
        tap=TapPolicy(maximum=660, excluded=(_GROUPS["b"],)),
        groups=MappingProxyType({_GROUPS["b"]: "Group heronbravo"}),
    ),
)


def _canary_file(which: str, tenant: str) -> str:
    return f"""\
name: Name falcon{which}
tenant: {tenant}
helpdesk:
  name: Desk osprey{which}
  email: merlin{which}@example.com
  hours: Hours harrier{which}
"""


HOSTILE_CLIENTS = {
    "attacked": f"name: {json.dumps(HOSTILE)}\ntenant: {_ATTACKED}\nhelpdesk:\n  name: {json.dumps(HOSTILE)}\n",
    "alpha-canary": _canary_file("alpha", _ALPHA),
    "bravo-canary": _canary_file("bravo", _BRAVO),
}

#: Everything of each client that no other client's site may hold.
CANARIES = {
    f"{which}-canary": [
        f"{which}-canary",
        tenant,
        *(f"{bird}{which}" for bird in ("kestrel", "heron", "falcon", "osprey", "merlin", "harrier")),
    ]
    for which, tenant in (("alpha", _ALPHA), ("bravo", _BRAVO))
}

#: Stands in a text for the helpdesk and one for engineers, and so on internal pages only.
INTERNAL = ("internalcanaryhelpdesk", "internalcanaryengineer")


def plant(estate: Estate) -> Estate:
    """Put the internal canaries into the texts of a procedure."""
    for audience, canary in zip(("helpdesk", "engineer"), INTERNAL, strict=True):
        add_text(estate, "use-pass", audience, f"For staff alone, {canary}.")
    return estate
