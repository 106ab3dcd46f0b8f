"""A clock that never goes back."""


class SteadyTime:
    """Turns readings of a wall clock, which may jump back, into ms that only go on.

    After a jump back of d ms everything that is read later counts d ms more, so that newcomers do
    not get ahead of those who already wait. The next start begins with the wall clock again, but
    never before `floor_ms`.
    """

    def __init__(self, floor_ms: int = 0) -> None:
        self._last = floor_ms
        self._lead = 0

    def now(self, wall_ms: int) -> int:
        """Return the present, not before any present returned earlier."""
        reading = wall_ms + self._lead
        if reading < self._last:
            self._lead += self._last - reading
            reading = self._last
        self._last = reading
        return reading

    def of(self, stamp_ms: int) -> int:
        """Return another stamp of the same wall clock, past or to come."""
        return stamp_ms + self._lead
