"""The command line as a whole."""

import typer

from bot.cli import database, doctor, exporting, importing, local, run, tick

app = typer.Typer(
    name="bot",
    help="Tiller: a company's KPIs and OKRs in Slack.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("run")(run.run)
app.command("migrate")(database.migrate)
app.command("import")(importing.import_file)
app.command("export")(exporting.export)
app.command("tick")(tick.tick)
app.command("doctor")(doctor.doctor)
app.command("simulate")(local.simulate)
app.command("follow", hidden=True)(local.follow)
app.command("emulator")(local.emulator)
app.command("demo")(local.demo)
