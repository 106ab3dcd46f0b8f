"""The lab: a test phone that measures what it hears, load tools, and malformed messages."""

from tests.lab.call import CallFailed, Ending, Stage
from tests.lab.incoming import IncomingCall
from tests.lab.outgoing import OutgoingCall
from tests.lab.phone import AGENT_HZ, CUSTOMER_HZ, MUSIC_HZ, SUPERVISOR_HZ, Phone

__all__ = [
    "AGENT_HZ",
    "CUSTOMER_HZ",
    "MUSIC_HZ",
    "SUPERVISOR_HZ",
    "CallFailed",
    "Ending",
    "IncomingCall",
    "OutgoingCall",
    "Phone",
    "Stage",
]
