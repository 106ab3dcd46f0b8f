"""Why a pack cannot be used."""

from collections.abc import Iterable

from yingda.kit.errors import Kind, YingdaError
from yingda.kit.yamlfile import Mistake


class PackRefused(YingdaError):
    """The pack does not say what it must; `mistakes` name file, line and what was expected."""

    kind = Kind.INVALID
    code = "pack-refused"

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(dict.fromkeys(mistakes))
        super().__init__(count=len(self.mistakes), mistakes=str(self))

    def __str__(self) -> str:
        return "\n".join(str(mistake) for mistake in self.mistakes)
