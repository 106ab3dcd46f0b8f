"""`yingda doctor`: what is missing, each in a sentence with its mend."""

from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from yingda.launcher import checks
from yingda.launcher.checks import Finding, runs
from yingda.launcher.errors import LauncherError, NotReady
from yingda.launcher.nats import check_jetstream
from yingda.launcher.places import Places
from yingda.launcher.postgres import Postgres, check_database
from yingda.launcher.schema import refuse_newer, schema_state
from yingda.launcher.supervisor import is_claimed
from yingda.settings import Settings

PARTS = ("postgres", "nats", "engine", "service")


def doctor(settings: Settings, console: Console) -> int:
    """Print what was found and return 0 when all is well."""
    findings = examine(settings)
    table = Table(show_header=False, box=None)
    for finding in findings:
        mark = "[green]好 ok[/green]" if finding.is_well else "[red]缺 no[/red]"
        table.add_row(mark, finding.subject, f"{finding.seen}. {finding.mend}")
    console.print(table)
    return 0 if all(finding.is_well for finding in findings) else 1


def examine(settings: Settings) -> list[Finding]:
    """Return everything the doctor looks at."""
    looks: tuple[Callable[[Settings], Finding], ...] = (
        checks.python,
        checks.disk,
        checks.folder,
        checks.files,
        checks.sip_port,
        checks.http_port,
        checks.engine,
        checks.desk,
        left,
        database,
        bus,
        demo,
    )
    return [look(settings) for look in looks]


def left(settings: Settings) -> Finding:
    places = Places(settings.data)
    running = [name for name in PARTS if runs(settings, name)]
    if running and not is_claimed(places):
        seen = f"{', '.join(running)} run though no launcher watches them"
        return Finding("parts", seen, "Start the centre (yingda up): it takes them over.")
    return Finding("parts", f"running: {', '.join(running) or 'none'}")


def database(settings: Settings) -> Finding:
    url = settings.database_url or own_database(settings)
    if url is None:
        return Finding("database", "our own, not running now")
    try:
        check_database(url)
        state = schema_state(url)
        refuse_newer(state)
    except NotReady as seen:
        return Finding("database", str(seen), "Correct YINGDA_DATABASE_URL, or unset it.")
    except LauncherError as refused:
        return Finding("database", refused.wrong, refused.mend)
    seen_schema = f"answers, schema {state.current or 'empty'} of {state.head}"
    return Finding("database", seen_schema, "" if state.is_current else "Run: yingda migrate.")


def bus(settings: Settings) -> Finding:
    if settings.nats_url is None:
        return Finding("NATS", "our own")
    try:
        check_jetstream(settings.nats_url)
    except NotReady as seen:
        return Finding("NATS", str(seen), "Correct YINGDA_NATS_URL, or unset it.")
    return Finding("NATS", "JetStream answers")


def demo(settings: Settings) -> Finding:
    if settings.is_demo and not settings.http.is_loopback:
        seen = f"the demo log-ins are open to everybody who reaches {settings.http}"
        return Finding("demo", seen, "Unset YINGDA_DEMO.")
    return Finding("demo", "on, for this machine only" if settings.is_demo else "off")


def own_database(settings: Settings) -> str | None:
    """Return the address of our own database when it runs."""
    if not runs(settings, "postgres"):
        return None
    postgres = Postgres(Places(settings.data))
    postgres.take_up()
    return postgres.url()
