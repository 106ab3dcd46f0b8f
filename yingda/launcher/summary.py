"""What the operator sees when the centre serves: where to go next."""

from rich.panel import Panel
from rich.table import Table

from yingda.launcher.parts import Parts
from yingda.launcher.service import demo_logins
from yingda.settings import Address

ANYWHERE = {"0.0.0.0", "::"}  # noqa: S104 -- compared with, never bound to
ACCESS_NUMBERS = "10000 · 10001"


def summary(parts: Parts) -> Panel:
    """Return the addresses and log-ins of a running centre, Chinese and English."""
    settings = parts.settings
    web = f"http://{_shown(settings.http)}"
    table = Table(show_header=False, box=None, padding=(0, 2))
    table.add_row("座席与管理 Desk", f"{web}/")
    table.add_row("网页电话 Web phone", f"{web}/phone")
    table.add_row("SIP 电话 SIP phone", f"sip:10000@{_shown(settings.sip)}")
    table.add_row("服务号码 Numbers", ACCESS_NUMBERS)
    for login in demo_logins(settings.http):
        words = f"{login['login']} / {login['password']}"
        table.add_row(f"演示 Demo · {login['role']}", f"{words}  {login['name']}")
    table.add_row("数据 Data", str(settings.data))
    table.add_row("日志 Logs", str(parts.places.log))
    return Panel(table, title="应答 Yingda", subtitle="Ctrl-C 停止 stops", expand=False)


def _shown(where: Address) -> str:
    """Return the address as a person on this machine would type it."""
    return str(Address("127.0.0.1", where.port) if where.host in ANYWHERE else where)
