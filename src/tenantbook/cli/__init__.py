"""The command `tenantbook`: this file only lists the verbs, each of which has a file of its own."""

import difflib
import importlib
import io
import keyword
import signal
import sys
import traceback
from typing import Any, cast

import click

from tenantbook import __version__
from tenantbook.model.errors import TenantbookError
from tenantbook.reports.wording import safe_lines

#: How a shell says that a command was ended by Ctrl-C.
INTERRUPTED = 130

#: How this command says that it failed by a fault of its own: `EX_SOFTWARE` of sysexits.h.
CRASHED = 70
_CRASHED = (
    "tenantbook failed by a fault of its own. Nothing can be said of what was asked. Please report the lines above, "
    "without what is confidential in them"
)

#: Each verb and the one line that `--help` says of it. The file is imported when the verb is used.
VERBS = {
    "validate": "Find every mistake in the content.",
    "pull": "Read the live policy of the clients' tenants into snapshots.",
    "render": "Write the house guides and the schemas from the content.",
    "build": "Build the sites: two for each client, and the house's own.",
    "serve": "Show the sites, and show every edit as it is saved.",
    "check": "Tell whether the built pages match the policy in force.",
    "publish": "Bring built sites to where readers are.",
    "import": "Make drafts of the articles of a WordPress.",
    "status": "Tell from the log of checks how each client stands.",
    "demo": "Play the whole story against stand-in tenants.",
    "schema": "Write the JSON Schemas that editors use.",
    "permissions": "Print the permissions that reading a tenant takes.",
}


def file_of(verb: str) -> str:
    """Return the name of a verb's file: a word of Python's own gets an underscore."""
    return f"{verb}_" if keyword.iskeyword(verb) else verb


class Verbs(click.Group):
    """Finds a verb's file only when the verb is used, so that `--help` starts quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of the work."""
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of one verb."""
        del ctx
        if cmd_name not in VERBS:
            return None
        return cast("click.Command", importlib.import_module(f"tenantbook.cli.{file_of(cmd_name)}").command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the verb asked for; name the nearest one where there is no such verb."""
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], VERBS, n=1)
            ctx.fail(f"no verb {args[0]!r}{f' (did you mean {near[0]!r}?)' if near else ''}")
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command; say in one line what the system refused, and leave with 130 when interrupted."""
        try:
            return super().main(*args, **{**extra, "standalone_mode": False})
        except click.ClickException as error:
            said = io.StringIO()
            error.show(said)
            click.echo(safe_lines(said.getvalue()), nl=False, err=True)
            sys.exit(error.exit_code)
        except click.Abort:
            click.echo("stopped", err=True)
            sys.exit(INTERRUPTED)
        except OSError as error:
            click.echo(safe_lines(f"Error: {error.strerror or error}: {error.filename or ''}".rstrip(": ")), err=True)
            sys.exit(2)
        except TenantbookError as error:
            click.echo(safe_lines(f"Error: {error}"), err=True)
            sys.exit(2)
        except Exception:  # noqa: BLE001  # the one net: what nobody foresaw must not look like a finding
            click.echo(safe_lines(f"{traceback.format_exc()}\n{_CRASHED}"), err=True)
            sys.exit(CRASHED)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tenantbook")
def main() -> None:
    """Guides that say what each tenant really enforces.

    Exit codes: 0 all right; 1 findings; 2 usage or configuration; 3 could not find out; 70 a fault of tenantbook.
    """


def run() -> None:
    """Run the command as a process. What it wrote is whole however late Ctrl-C comes, and it says that it came."""
    try:
        main(prog_name="tenantbook")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    finally:
        # All is done but going away, which is not worth a traceback.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
