"""`check --fix`: what is out of date is pulled and built anew, and nothing is published."""

from tenantbook.cli import build as building
from tenantbook.cli import pull as pulling
from tenantbook.cli.inspection import Question, inspect
from tenantbook.cli.terminal import say
from tenantbook.estate import processors
from tenantbook.model.verdict import Inspection, Verdict

#: What a pull and a build put right. A page changed by hand is not among them: somebody meant something by it.
_MENDABLE = (Verdict.DRIFT, Verdict.STALE, Verdict.MISSING)


def mend(question: Question, inspection: Inspection) -> Inspection:
    """Pull and build the clients whose pages are out of date; return what a check finds then. Says what it does."""
    clients = [
        client.client for client in inspection.clients if any(page.verdict in _MENDABLE for page in client.pages)
    ]
    if not clients or question.settings is None:
        say("nothing to mend", tone="quiet", errors=True)
        return inspection
    workspace, library = question.workspace, question.library
    say(f"mending: {', '.join(clients)}", tone="head", errors=True)
    pulling.tell(pulling.pull(workspace, library, clients, question.settings, jobs=question.jobs), errors=True)
    built = building.build(workspace, library, clients, workers=processors(), house=False)
    building.tell(built, workspace, errors=True)
    return inspect(question)
