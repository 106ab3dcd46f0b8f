"""Find, read and change customers, in the transaction of the caller."""

import re
from collections.abc import Iterable, Sequence
from uuid import NAMESPACE_URL, uuid5

from yingda.accounts import Actor, AuditTrail
from yingda.customers import changes
from yingda.customers.changes import CustomerChange, NewIdentity
from yingda.customers.errors import (
    CustomerChanged,
    CustomerNotFound,
    IdentityInvalid,
    IdentityNotFound,
    IdentityTaken,
)
from yingda.customers.events import customer_changed
from yingda.customers.identities import normalise, normalise_phone
from yingda.customers.masking import masked, readable
from yingda.customers.model import (
    CHINA,
    Customer,
    CustomerFile,
    CustomerId,
    Identity,
    IdentityKind,
    Numbering,
    Product,
)
from yingda.customers.pinyin import typed
from yingda.customers.specs import CustomerSpec
from yingda.customers.store import CustomerStore
from yingda.kit.clock import Clock
from yingda.kit.db import Tx
from yingda.kit.ids import new_id

_SHOWN = 4
_NEARLY_WHOLE = 10
_KINDS = (
    ("phones", IdentityKind.PHONE),
    ("emails", IdentityKind.EMAIL),
    ("accounts", IdentityKind.ACCOUNT),
)


def seeded_id(key: str) -> CustomerId:
    """Return the id of a demo customer, the same every time."""
    return CustomerId(uuid5(NAMESPACE_URL, f"yingda:customer:{key}"))


class CustomerService:
    def __init__(self, tx: Tx, clock: Clock, numbering: Numbering = CHINA) -> None:
        self._store = CustomerStore(tx)
        self._audit = AuditTrail(tx, clock)
        self._tx = tx
        self._clock = clock
        self._numbering = numbering

    async def find_by_phone(self, raw: str) -> Customer | None:
        """Return whose number this is, however the trunk wrote it; None for nonsense."""
        number = normalise_phone(raw, self._numbering)
        return await self._store.by_identity(IdentityKind.PHONE, number) if number else None

    async def find_by_email(self, raw: str) -> Customer | None:
        address = normalise(IdentityKind.EMAIL, raw, self._numbering)
        return await self._store.by_identity(IdentityKind.EMAIL, address) if address else None

    async def get(self, customer: CustomerId) -> CustomerFile:
        """Return everything on a customer.

        Raises:
            CustomerNotFound: no such customer.
        """
        files = await self._store.files([customer])
        if not files:
            raise CustomerNotFound(customer=str(customer))
        return files[0]

    async def search(
        self, text: str, limit: int, *, sees_numbers: bool = True
    ) -> list[CustomerFile]:
        """Return who fits a name, initials, the tail of a number, an address; all for no text.

        Who does not see numbers finds by the four digits that are shown or by nearly all of them:
        tails of any length would tell the hidden digits one by one.
        """
        found = await self._found(text.strip(), limit, sees_numbers=sees_numbers)
        return await self._store.files(found)

    async def create(self, actor: Actor, spec: CustomerSpec) -> CustomerFile:
        """Add a customer.

        Raises:
            IdentityInvalid: a number or address that cannot be one.
            IdentityTaken: it belongs to another customer.
        """
        customer = self._customer(spec, CustomerId(new_id()), is_demo=False)
        await self._store.add([customer])
        for identity in self._identities(spec):
            await self._add_identity(customer.id, identity)
        await self._store.add_products([(customer.id, one) for one in _products(spec)])
        await self._audit.record(actor, "customer.created", str(customer.id))
        return await self._announced(customer.id)

    async def change(
        self, actor: Actor, customer: CustomerId, change: CustomerChange
    ) -> CustomerFile:
        """Change a customer.

        Raises:
            CustomerNotFound: no such customer.
            CustomerChanged: somebody saved it meanwhile.
            IdentityInvalid, IdentityTaken, IdentityNotFound: see there.
        """
        before = await self._store.lock(customer)
        if before is None:
            raise CustomerNotFound(customer=str(customer))
        if before.version != change.version:
            raise CustomerChanged(version=before.version)
        after = changes.changed(before, change)
        await self._store.save(after)
        told = changes.difference(before, after)
        told |= await self._change_identities(customer, change)
        await self._audit.record(actor, "customer.changed", str(customer), told)
        return await self._announced(customer)

    async def reveal(self, actor: Actor, customer: CustomerId, field: str, reason: str) -> str:
        """Return one whole identity, and write down who saw it and why.

        `field` is `identities.<place>`, or a kind for the first of it.

        Raises:
            CustomerNotFound: no such customer.
            IdentityNotFound: no such identity.
        """
        identity = _named(await self.get(customer), field)
        hidden = masked(identity.kind, identity.value)
        await self._audit.record(
            actor, "customer.revealed", str(customer), {"field": hidden, "reason": reason}
        )
        return readable(identity.kind, identity.value)

    async def seed(self, specs: Sequence[CustomerSpec]) -> dict[str, CustomerId]:
        """Make sure that the demo customers exist, and return the id of each key.

        Raises:
            IdentityInvalid: a number or address that cannot be one.
        """
        ids = {spec.key: seeded_id(spec.key) for spec in specs}
        known = await self._store.known(list(ids.values()))
        new = [spec for spec in specs if ids[spec.key] not in known]
        await self._store.add([self._customer(spec, ids[spec.key], is_demo=True) for spec in new])
        await self._store.add_identities(
            [(ids[spec.key], one) for spec in new for one in self._identities(spec)]
        )
        await self._store.add_products(
            [(ids[spec.key], one) for spec in new for one in _products(spec)]
        )
        return ids

    async def _found(self, text: str, limit: int, *, sees_numbers: bool) -> list[CustomerId]:
        if not text:
            return await self._store.newest(limit)
        normal = (normalise(kind, text, self._numbering) for kind in IdentityKind)
        ids = await self._store.by_value([one for one in normal if one], limit)
        digits = re.sub(r"[\s()+-]", "", text)
        if digits.isascii() and digits.isdigit() and len(digits) >= 3:
            is_tail = sees_numbers or len(digits) <= _SHOWN or len(digits) >= _NEARLY_WHOLE
            tails = await self._store.by_tail(digits, limit) if is_tail else []
            return _once([*ids, *tails])[:limit]
        ids = _once([*ids, *await self._store.by_start(text, limit)])
        if not ids and len(text) > 1:
            ids = await self._store.by_part(text, limit)
        return ids[:limit]

    def _customer(self, spec: CustomerSpec, customer: CustomerId, *, is_demo: bool) -> Customer:
        return Customer(
            id=customer,
            name=spec.name,
            created_at=self._clock.now(),
            name_pinyin=typed(spec.name),
            kind=spec.kind,
            company=spec.company,
            region=spec.region,
            language=spec.language,
            birth_year=spec.birth_year,
            since=spec.since,
            preferences=spec.preferences,
            note=spec.note,
            is_demo=is_demo,
        )

    def _identities(self, spec: CustomerSpec) -> list[Identity]:
        return [
            self._identity(NewIdentity(kind, raw, is_confirmed=True))
            for name, kind in _KINDS
            for raw in getattr(spec, name)
        ]

    def _identity(self, new: NewIdentity) -> Identity:
        value = normalise(new.kind, new.value, self._numbering)
        if value is None:
            raise IdentityInvalid(kind=new.kind, value=new.value[:64])
        return Identity(new.kind, value, new.label, self._clock.now() if new.is_confirmed else None)

    async def _change_identities(
        self, customer: CustomerId, change: CustomerChange
    ) -> dict[str, list[str]]:
        had = (await self.get(customer)).identities
        removed = [_at(had, place) for place in sorted(set(change.remove))]
        for identity in removed:
            await self._store.remove_identity(identity)
        added = [self._identity(new) for new in change.add]
        for identity in added:
            await self._add_identity(customer, identity)
        told = {"added": added, "removed": removed}
        return {
            word: [masked(one.kind, one.value) for one in of] for word, of in told.items() if of
        }

    async def _add_identity(self, customer: CustomerId, identity: Identity) -> None:
        if await self._store.add_identities([(customer, identity)]) == 0:
            owner = await self._store.by_identity(identity.kind, identity.value)
            if owner is None or owner.id != customer:
                raise IdentityTaken(kind=identity.kind, customer=str(owner.id) if owner else None)

    async def _announced(self, customer: CustomerId) -> CustomerFile:
        file = await self.get(customer)
        await self._tx.announce(customer_changed(file, self._clock.now()))
        return file


def _products(spec: CustomerSpec) -> list[Product]:
    return [
        Product(new_id(), one.code, one.name, one.status, one.since, one.detail)
        for one in spec.products
    ]


def _named(file: CustomerFile, field: str) -> Identity:
    first, _, place = field.partition(".")
    if first == "identities" and place.isascii() and place.isdigit():
        return _at(file.identities, int(place))
    for identity in file.identities:
        if identity.kind == field:
            return identity
    raise IdentityNotFound(field=field[:64])


def _at(identities: Sequence[Identity], place: int) -> Identity:
    if not 0 <= place < len(identities):
        raise IdentityNotFound(place=place)
    return identities[place]


def _once(ids: Iterable[CustomerId]) -> list[CustomerId]:
    return list(dict.fromkeys(ids))
