"""The commands.  Each imports what it needs when it runs, so that `--help` answers at once."""

from __future__ import annotations

import typer

from assistant.cli import cases, records, talking, tenants, vocabulary
from assistant.cli.doctor import doctor
from assistant.cli.explain import explain

app = typer.Typer(
    help="Parley: a CRM you talk to. Every change is proposed first, and only what was approved is done.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(talking.serve)
app.command()(talking.demo)
app.command()(talking.chat)
app.command()(explain)
app.command("eval")(cases.eval_)
app.command("import")(records.import_)
app.command("export")(records.export)
app.command()(tenants.token)
app.add_typer(tenants.tenant_commands, name="tenant")
app.add_typer(tenants.user_commands, name="user")
app.add_typer(vocabulary.commands, name="vocabulary")
app.command()(doctor)
