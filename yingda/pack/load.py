"""Reading a pack: every file, then everything that must fit between them."""

from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel

from yingda.calls.flow import FlowBook
from yingda.kit import yamlmarks
from yingda.kit.yamlfile import FileRefused, Mistake, load
from yingda.pack.checks import check
from yingda.pack.draft import Draft, Slip
from yingda.pack.errors import PackRefused
from yingda.pack.made import made_customers
from yingda.pack.model import Demo, Pack
from yingda.pack.specs import (
    AgentsFile,
    CalendarsFile,
    CallsFile,
    DemoFile,
    DispositionsFile,
    PackFile,
    PoliciesFile,
    TiersFile,
)
from yingda.tiers import EntitlementSpec

Model = TypeVar("Model", bound=BaseModel)

FILES: Final[dict[str, type[BaseModel]]] = {
    "pack.yaml": PackFile,
    "tiers.yaml": TiersFile,
    "entitlements.yaml": EntitlementSpec,
    "agents.yaml": AgentsFile,
    "calendars.yaml": CalendarsFile,
    "calls.yaml": CallsFile,
    "dispositions.yaml": DispositionsFile,
    "policies.yaml": PoliciesFile,
    "demo.yaml": DemoFile,
}
OPTIONAL: Final = frozenset({"policies.yaml", "demo.yaml"})


def load_pack(folder: Path) -> Pack:
    """Return the pack in `folder`.

    Raises:
        PackRefused: with every mistake of every file.
    """
    if not folder.is_dir():
        raise PackRefused([Mistake(str(folder), 0, "", "expected a folder with a pack")])
    reader = _Reader(folder)
    parts = {name: reader.read(name, model) for name, model in FILES.items()}
    reader.refuse_strangers()
    if reader.mistakes:
        raise PackRefused(reader.mistakes)
    draft = _draft(parts)
    slips = list(check(draft))
    if slips:
        raise PackRefused(_placed(folder, slips))
    return _pack(draft)


class _Reader:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.mistakes: list[Mistake] = []

    def read(self, name: str, model: type[Model]) -> Model | None:
        path = self._folder / name
        if name in OPTIONAL and not path.exists():
            return model()
        try:
            return load(path, model)
        except FileRefused as refused:
            self.mistakes += refused.mistakes
            return None

    def refuse_strangers(self) -> None:
        """Note every YAML file that is none of a pack's: a misspelt name would be overlooked."""
        for path in sorted(self._folder.glob("*.y*ml")):
            if path.name not in FILES:
                expected = f"not a file of a pack; expected one of: {', '.join(FILES)}"
                self.mistakes.append(Mistake(str(path), 0, "", expected))


def _draft(parts: dict[str, BaseModel | None]) -> Draft:
    def part(name: str, model: type[Model]) -> Model:
        found = parts[name]
        assert isinstance(found, model)  # noqa: S101 # a missing part has been refused
        return found

    demo_file = part("demo.yaml", DemoFile)
    made = made_customers(demo_file.made_customers) if demo_file.made_customers else ()
    return Draft(
        centre=part("pack.yaml", PackFile),
        tiers=part("tiers.yaml", TiersFile),
        entitlements=part("entitlements.yaml", EntitlementSpec),
        agents=part("agents.yaml", AgentsFile),
        calendars=part("calendars.yaml", CalendarsFile),
        calls=part("calls.yaml", CallsFile),
        dispositions=part("dispositions.yaml", DispositionsFile),
        policies=part("policies.yaml", PoliciesFile),
        demo_file=demo_file,
        demo=Demo(demo_file.users, demo_file.agents, (*demo_file.customers, *made)),
    )


def _placed(folder: Path, slips: list[Slip]) -> list[Mistake]:
    """Return the slips with their lines, in the order of files and lines."""
    order = list(FILES)
    marks = {
        slip.file: yamlmarks.read((folder / slip.file).read_bytes())
        for slip in slips
        if (folder / slip.file).exists()
    }
    mistakes = [
        (
            order.index(slip.file),
            Mistake(
                str(folder / slip.file),
                marks[slip.file].line(slip.path) if slip.file in marks else 0,
                ".".join(map(str, slip.path)),
                slip.message,
            ),
        )
        for slip in slips
    ]
    return [one for _, one in sorted(mistakes, key=lambda pair: (pair[0], pair[1].line))]


def _pack(draft: Draft) -> Pack:
    calls = draft.calls
    return Pack(
        centre=draft.centre,
        tiers=draft.tiers,
        entitlements=draft.entitlements,
        agents=draft.agents,
        calendars={name: spec.calendar() for name, spec in draft.calendars.calendars.items()},
        book=FlowBook(
            access_numbers=calls.access_numbers,
            flows=calls.flows,
            prompts=calls.prompts,
            callback=calls.callback,
        ),
        dispositions=draft.dispositions.dispositions,
        policies=draft.policies.policies,
        demo=draft.demo,
    )
