"""Import contract "doors": a room is entered by its package, or by what it declares public."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class FeaturePrivacy(Contract):
    """Forbids imports of a room's inside from other rooms."""

    root = fields.StringField()
    public = fields.SetField(subfield=fields.StringField())
    open = fields.SetField(subfield=fields.StringField(), required=False)
    composers = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001, ARG002 -- the caller's
        found = [
            (importer, imported)
            for importer in sorted(graph.modules)
            if not self._is_exempt(importer)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self._is_inside(imported) and self._room(imported) != self._room(importer)
        ]
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["found"]:
            output.print_error(f"{importer} enters {imported} by the window.", bold=False)

    def _room(self, module: str) -> str:
        return module.removeprefix(f"{self.root}.").partition(".")[0]

    def _is_exempt(self, module: str) -> bool:
        return "tests" in module.split(".") or self._room(module) in (self.composers or ())

    def _is_inside(self, module: str) -> bool:
        """Whether a module is neither a room's front door nor declared public."""
        parts = module.split(".")
        if parts[0] != self.root or len(parts) < 3 or parts[1] in (self.open or ()):
            return False
        return parts[2] not in self.public
