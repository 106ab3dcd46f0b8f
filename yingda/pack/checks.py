"""What must fit between the files of a pack: tiers, entitlements, agents, dispositions, demo."""

from collections.abc import Iterator

from yingda.accounts import Role
from yingda.kit.yamlmarks import KeyPath
from yingda.pack.callchecks import check_calls
from yingda.pack.draft import Draft, Place, Slip, must_be, must_differ
from yingda.pack.specs import CHANNELS, DispositionSpec
from yingda.tiers import EntitlementRow, entitlement_mistakes, weight_mistakes

PACK, TIERS, ENTITLEMENTS = Place("pack.yaml"), Place("tiers.yaml"), Place("entitlements.yaml")
AGENTS, DISPOSITIONS = Place("agents.yaml"), Place("dispositions.yaml")
POLICIES, DEMO = Place("policies.yaml"), Place("demo.yaml")

DEEPEST = 3


def check(draft: Draft) -> Iterator[Slip]:
    """Yield everything that does not fit."""
    yield from _check_centre(draft)
    yield from _check_tiers(draft)
    yield from _check_entitlements(draft)
    yield from _check_agents(draft)
    yield from check_calls(draft)
    yield from _check_dispositions(draft)
    codes = [policy.code for policy in draft.policies.policies]
    yield from must_differ(POLICIES.at("policies"), "policy", codes)
    yield from _check_demo_staff(draft)
    yield from _check_demo_customers(draft)


def _check_centre(draft: Draft) -> Iterator[Slip]:
    centre = draft.centre
    yield from must_be(PACK.at("strangers"), "tier", centre.strangers, draft.tier_codes)
    codes = [kind.code for kind in centre.service_kinds]
    yield from must_differ(PACK.at("service_kinds"), "service kind", codes)
    for index, kind in enumerate(centre.service_kinds):
        if kind.skill is not None:
            place = PACK.at("service_kinds", index, "skill")
            yield from must_be(place, "skill", kind.skill, draft.skill_codes)
    states = [state.code for state in centre.caller_states]
    yield from must_differ(PACK.at("caller_states"), "caller state", states)
    products = [product.code for product in centre.products]
    yield from must_differ(PACK.at("products"), "product", products)


def _check_tiers(draft: Draft) -> Iterator[Slip]:
    tiers, weights = draft.tiers.tiers, draft.tiers.weights
    place, told = TIERS.at("tiers"), TIERS.at("weights")
    slips = [
        *must_differ(place, "tier", [tier.code for tier in tiers]),
        *must_differ(place, "rank", [str(tier.rank) for tier in tiers], "rank"),
    ]
    for code in weights.bands:
        slips += must_be(told.at("bands", code), "tier", code, draft.tier_codes)
    yield from slips or _said(told, weight_mistakes(weights, draft.tier_book))


def _check_entitlements(draft: Draft) -> Iterator[Slip]:
    slips: list[Slip] = []
    for index, row in enumerate(draft.entitlements.rows):
        slips += _check_row(draft, ENTITLEMENTS.at("rows", index), row)
    yield from slips or _said(
        ENTITLEMENTS, entitlement_mistakes(draft.entitlements, draft.tier_book)
    )


def _said(place: Place, mistakes: list[tuple[KeyPath, str]]) -> list[Slip]:
    """Return what the tiers' own rules find, which the editor of the desk refuses too."""
    return [place.at(*keys).slip(message) for keys, message in mistakes]


def _check_row(draft: Draft, place: Place, row: EntitlementRow) -> Iterator[Slip]:
    yield from must_be(place.at("tier"), "tier", row.tier, draft.tier_codes)
    kinds = {*draft.kind_codes, "*"}
    yield from must_be(place.at("service_kind"), "service kind", row.service_kind, kinds)
    yield from must_be(place.at("channel"), "channel", row.channel, {*CHANNELS, "*"})
    for index, step in enumerate(row.steps or ()):
        at = place.at("steps", index, "group")
        yield from must_be(at, "group", step.group, draft.group_codes)
    if row.greeting is not None:
        prompts = draft.calls.prompts
        yield from must_be(place.at("greeting"), "prompt", row.greeting, prompts)
    if row.menu is not None:
        yield from must_be(place.at("menu"), "flow", row.menu, draft.calls.flows)


def _check_agents(draft: Draft) -> Iterator[Slip]:
    agents = draft.agents
    for key, what, specs in (
        ("groups", "group", agents.groups),
        ("skills", "skill", agents.skills),
        ("not_ready_reasons", "reason", agents.not_ready_reasons),
    ):
        yield from must_differ(AGENTS.at(key), what, [spec.code for spec in specs])
    missed, place = agents.states.missed, AGENTS.at("states", "missed", "reason")
    if missed.then == "not-ready" and missed.reason:
        reasons = [reason.code for reason in agents.not_ready_reasons]
        yield from must_be(place, "reason", missed.reason, reasons)


def _check_dispositions(draft: Draft) -> Iterator[Slip]:
    seen: set[str] = set()

    def walk(nodes: tuple[DispositionSpec, ...], place: Place, depth: int) -> Iterator[Slip]:
        for index, node in enumerate(nodes):
            here = place.at(index)
            if node.code in seen:
                yield here.at("code").slip(f"disposition {node.code!r} is written twice")
            seen.add(node.code)
            if node.children and depth == DEEPEST:
                yield here.at("children").slip(f"deeper than {DEEPEST} levels")
            yield from walk(node.children, here.at("children"), depth + 1)

    yield from walk(draft.dispositions.dispositions, DISPOSITIONS.at("dispositions"), 1)


def _check_demo_staff(draft: Draft) -> Iterator[Slip]:
    users, agents, place = draft.demo.users, draft.demo.agents, DEMO.at("agents")
    yield from must_differ(DEMO.at("users"), "login", [user.login for user in users], "login")
    yield from must_differ(place, "agent", [agent.login for agent in agents], "login")
    yield from must_differ(place, "number", [agent.staff_no for agent in agents], "staff_no")
    roles = {Role.AGENT, Role.SUPERVISOR}
    logins = [user.login for user in users if roles & set(user.roles)]
    for index, agent in enumerate(agents):
        here = place.at(index)
        yield from must_be(
            here.at("login"), "user with the role agent or supervisor", agent.login, logins
        )
        yield from must_be(here.at("group"), "group", agent.group, draft.group_codes)
        for skill in agent.skills:
            yield from must_be(here.at("skills", skill), "skill", skill, draft.skill_codes)


def _check_demo_customers(draft: Draft) -> Iterator[Slip]:
    place = DEMO.at("customers")
    customers = draft.demo_file.customers
    yield from must_differ(place, "key", [customer.key for customer in customers], "key")
    staff = [agent.staff_no for agent in draft.demo.agents]
    for index, customer in enumerate(customers):
        wanted = customer.preferences.agent
        if wanted:
            yield from must_be(place.at(index, "preferences", "agent"), "agent", wanted, staff)
    taken: dict[str, int] = {}
    for index, customer in enumerate(draft.demo.customers):
        for phone in customer.phones:
            if phone in taken:
                at = place.at(taken[phone], "phones") if taken[phone] < len(customers) else DEMO
                yield at.slip(f"phone {phone!r} belongs to two customers")
            taken.setdefault(phone, index)
