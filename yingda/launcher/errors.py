"""What can go wrong before a centre serves; each error is a sentence with its mend."""


class LauncherError(Exception):
    """A sentence for the operator: what is wrong, and what mends it."""

    def __init__(self, wrong: str, mend: str = "") -> None:
        self.wrong = wrong
        self.mend = mend
        super().__init__(f"{wrong} {mend}".strip())


class NotReady(Exception):
    """A part does not serve yet; the text says what was seen, `is_awake` whether it answered."""

    def __init__(self, seen: str, *, is_awake: bool = False) -> None:
        self.is_awake = is_awake
        super().__init__(seen)


class PartFailed(LauncherError):
    """A part ended while starting, or never served."""


class EngineMissing(LauncherError):
    """The voice engine is not there and could not be built."""


class AlreadyRunning(LauncherError):
    """Another launcher serves this data folder."""


class PortTaken(LauncherError):
    """An address we were told to use belongs to another program."""
