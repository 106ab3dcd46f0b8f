"""Who an agent is: seeding, edits with audit and version check, and the day's times."""

from uuid import uuid4

import pytest

from yingda.accounts import SYSTEM
from yingda.agents import (
    AgentId,
    AgentService,
    AgentSpec,
    AgentStore,
    Profile,
    ProfileChange,
    ProfileService,
    State,
    view,
)
from yingda.agents.errors import (
    AgentChanged,
    AgentNotFound,
    GroupUnknown,
    SkillUnknown,
    StaffNumberTaken,
)
from yingda.agents.events import AGENT_PROFILE_CHANGED
from yingda.agents.tests.conftest import add_user
from yingda.agents.tests.examples import POLICY, HandClock
from yingda.kit.db import PgTx

pytestmark = pytest.mark.anyio


async def test_seeding_again_changes_nothing(profiles: ProfileService, agent: AgentId) -> None:
    spec = AgentSpec(login="x", staff_no="1", grade=1, group="senior")

    assert not await profiles.seed_agent(agent, spec)
    assert (await profiles.get(agent)).profile.grade == 5


async def test_the_plan_gets_group_grade_skills_and_capacity(
    profiles: ProfileService, agent: AgentId
) -> None:
    found = {profile.id: profile for profile in await profiles.profiles()}[agent]

    assert (found.group, found.grade, found.skills, found.capacity, found.name) == (
        "junior",
        5,
        {"query": 2},
        {"voice": 1},
        "王芳",
    )


async def test_a_change_is_audited_and_announced_as_the_new_view(
    tx: PgTx, profiles: ProfileService, agent: AgentId
) -> None:
    change = ProfileChange(version=1, grade=4, group="senior", skills={"fault": 3})

    changed = await profiles.change(SYSTEM, agent, change)

    told = await tx.fetch_one(
        "SELECT topic, version, body FROM outbox WHERE entity_id = %s ORDER BY id DESC",
        (str(agent),),
    )
    assert told == {
        "topic": AGENT_PROFILE_CHANGED,
        "version": changed.state.version,
        "body": view(await profiles.get(agent)),
    }
    audited = await tx.fetch_one("SELECT * FROM audit WHERE target = %s", (str(agent),))
    assert audited is not None
    assert audited["detail"]["before"]["grade"] == 5
    assert audited["detail"]["after"] == {
        "grade": 4,
        "group": "senior",
        "skills": {"fault": 3},
        "capacity": {"voice": 1},
    }


async def test_a_change_of_what_was_read_before_another_is_refused(
    profiles: ProfileService, agent: AgentId
) -> None:
    await profiles.change(SYSTEM, agent, ProfileChange(version=1, grade=4))

    with pytest.raises(AgentChanged):
        await profiles.change(SYSTEM, agent, ProfileChange(version=1, grade=3))


async def test_groups_and_skills_must_be_the_packs(
    profiles: ProfileService, agent: AgentId
) -> None:
    with pytest.raises(GroupUnknown):
        await profiles.change(SYSTEM, agent, ProfileChange(version=1, group="none"))
    with pytest.raises(SkillUnknown):
        await profiles.change(SYSTEM, agent, ProfileChange(version=1, skills={"golf": 1}))


async def test_a_user_becomes_an_agent_once(
    tx: PgTx, clock: HandClock, profiles: ProfileService
) -> None:
    user = await add_user(tx, clock, "李雷")
    profile = Profile(user, f"n{user.hex[:12]}", "", 3, "senior", {}, {"voice": 1})

    added = await profiles.add(SYSTEM, profile)
    assert (added.profile.name, added.state.state) == ("李雷", State.SIGNED_OFF)
    with pytest.raises(StaffNumberTaken):
        await profiles.add(SYSTEM, profile)
    with pytest.raises(AgentNotFound):
        await profiles.add(SYSTEM, Profile(AgentId(uuid4()), "n2", "", 3, "senior", {}, {}))


async def test_an_agent_whose_user_is_disabled_is_gone(
    tx: PgTx, clock: HandClock, profiles: ProfileService, agent: AgentId
) -> None:
    service = AgentService(AgentStore(tx), clock, POLICY)
    await service.sign_on(agent, "tab")
    await tx.execute("UPDATE users SET is_enabled = false WHERE id = %s", (agent,))
    await profiles.follow_user(agent)
    await service.connection_lost(agent, "tab")

    told = await tx.fetch_all(
        "SELECT body FROM outbox WHERE entity_id = %s ORDER BY id DESC LIMIT 2", (str(agent),)
    )
    assert told == [{"body": None}, {"body": None}]
    assert agent not in {known.profile.id for known in await profiles.agents()}


async def test_another_name_of_the_user_is_told(
    tx: PgTx, profiles: ProfileService, agent: AgentId
) -> None:
    await tx.execute("UPDATE users SET name = '王小芳' WHERE id = %s", (agent,))
    await profiles.follow_user(agent)

    told = await tx.fetch_one(
        "SELECT body FROM outbox WHERE entity_id = %s ORDER BY id DESC", (str(agent),)
    )
    assert told == {"body": view(await profiles.get(agent))}
    assert told["body"]["name"] == "王小芳"


async def test_the_day_adds_up(
    tx: PgTx, clock: HandClock, profiles: ProfileService, agent: AgentId
) -> None:
    service = AgentService(AgentStore(tx), clock, POLICY)
    clock.pass_(600)
    await service.sign_on(agent, "tab")
    clock.pass_(60)
    await service.choose_state(agent, State.READY)
    clock.pass_(1800)
    await service.choose_state(agent, State.NOT_READY, "meal")
    clock.pass_(900)

    day = await profiles.day(agent, POLICY)

    assert [(t["state"], t["reason"], t["total_ms"]) for t in day["totals"]] == [
        ("ready", "", 1_800_000),
        ("not-ready", "meal", 900_000),
        ("signed-off", "", 600_000),
        ("not-ready", "", 60_000),
    ]
    assert [change["cause"] for change in day["changes"]] == ["sign-on", "chosen", "chosen"]
