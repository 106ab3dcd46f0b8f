"""What follows from the raw times of a contact."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from yingda.contacts.model import Contact, Outcome, Stage
from yingda.kit.clock import epoch_ms


@dataclass(frozen=True, slots=True)
class Endings:
    """The centre's definition of how a contact that just ends ended."""

    short_abandon: timedelta = timedelta(seconds=5)

    def outcome(self, contact: Contact, ended_at: datetime) -> Outcome:
        """Return the outcome of a customer's leaving at `ended_at`.

        Waiting begins at entry into the queue and includes ringing; a wait of exactly the
        threshold counts as a short abandon. An outcome already decided stays.
        """
        if contact.outcome is not Outcome.LIVE:
            return contact.outcome
        if contact.answered_at is not None:
            return Outcome.ANSWERED
        if contact.queued_at is None:
            is_greeted = contact.stage is Stage.ARRIVED
            return Outcome.ABANDONED_GREETING if is_greeted else Outcome.ABANDONED_MENU
        limit_ms = self.short_abandon // timedelta(milliseconds=1)
        if epoch_ms(ended_at) - epoch_ms(contact.queued_at) <= limit_ms:
            return Outcome.SHORT_ABANDON
        if contact.stage is Stage.OFFERED:
            return Outcome.ABANDONED_RING
        return Outcome.ABANDONED_QUEUE
