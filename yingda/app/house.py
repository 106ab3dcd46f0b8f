"""The pack's part in calls and in routing, for the version of the entitlement table in force."""

from collections.abc import Iterable

from yingda.agents import Profile
from yingda.calls.model import House, Patience
from yingda.contacts import Channel
from yingda.pack import Pack
from yingda.routing import AgentSkills, ClassKey, Entitlement, RoutingPlan, Step, plan_from
from yingda.tiers import EntitlementTable

VOICE = Channel.VOICE.value


def house_of(pack: Pack, table: EntitlementTable) -> House:
    """Return what calls must know of the pack."""
    told = pack.centre.patience
    voice = [each for each in table.all() if each.channel == VOICE]
    return House(
        book=pack.book,
        calendars=pack.calendars,
        within_ms={(each.tier, each.service_kind): each.within_ms for each in voice},
        familiar_ms={(each.tier, each.service_kind): each.last_agent_ms for each in voice},
        callback_ms={(each.tier, each.service_kind): each.callback_ms or 0 for each in voice},
        patience=Patience(
            ring_ms=told.ring_ms,
            hold_ms=told.hold_ms,
            prompt_ms=told.prompt_ms,
            wrap_ms=told.wrap_up_ms,
            wrap_limit_ms=told.wrap_up_limit_ms,
            wrap_by_tier=pack.wrap_up_by_tier,
        ),
        shows_listening=pack.centre.supervision.shows_listening,
    )


def plan_of(pack: Pack, table: EntitlementTable, profiles: Iterable[Profile]) -> RoutingPlan:
    """Return the router's plan: every class of the table, every agent's skills."""
    skill_of = pack.skill_of_kind
    rows = [
        Entitlement(
            key=ClassKey(each.tier, each.service_kind, each.channel),
            within_ms=each.within_ms,
            target=each.target_share,
            abandon_cap=each.abandon_cap,
            priority=each.priority,
            steps=tuple(
                Step(step.group, step.rank, step.after_ms, step.min_level) for step in each.steps
            ),
            skill=skill_of.get(each.service_kind) or "",
            reserve=each.reserve,
            **({} if each.max_wait_ms is None else {"guard_ms": each.max_wait_ms}),
            callback_within_ms=each.callback_ms or None,
        )
        for each in table.all()
    ]
    agents = [
        AgentSkills(profile.id, profile.group, profile.skills, profile.capacity)
        for profile in profiles
    ]
    return plan_from(rows, agents, version=table.version)
