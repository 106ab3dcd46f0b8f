"""The steering, against the rule written out again with plain numbers."""

import random
from dataclasses import replace

import pytest

from yingda.routing.core import CoreSpec, GroupSpec, Policy, SkillSpec, build, resolved
from yingda.routing.core import layout as at
from yingda.routing.core.tests.centres import MASS, TWO_TIERS, VIP, one_group


def test_beta_follows_the_rule_to_the_last_digit() -> None:
    s = one_group()
    target, cap = [0.9, 0.7], [0.03, 0.08]
    share, gone, beta = [0.9, 0.7], [0.0, 0.0], [0.0, 0.0]
    rng = random.Random(3)
    for number in range(1, 2001):
        klass = rng.choice([VIP, MASS, MASS])
        hit, abandoned = rng.choice([(1, 0), (0, 0), (0, 1)])
        resolved(s, klass, hit, abandoned)
        share[klass] += (hit - share[klass]) / 1500
        gone[klass] += (abandoned - gone[klass]) / 1500
        if number % 50 == 0:
            short = [max(target[k] - share[k], 2 * (gone[k] - cap[k])) for k in (0, 1)]
            mean = sum(short) / 2
            beta = [min(max(beta[k] + 0.05 * (short[k] - mean), -30), 30) for k in (0, 1)]
    assert s.steer[:, at.HIT_SHARE].tolist() == pytest.approx(share, abs=1e-12)
    assert s.steer[:, at.ABANDON_SHARE].tolist() == pytest.approx(gone, abs=1e-12)
    assert s.steer[:, at.BETA].tolist() == pytest.approx(beta, abs=1e-12)
    assert beta[VIP] == pytest.approx(-beta[MASS])


def test_beta_stays_within_its_limits() -> None:
    s = one_group()
    for _ in range(100_000):
        resolved(s, VIP, 0, 1)
        resolved(s, MASS, 1, 0)
    assert s.steer[VIP, at.BETA] == 30
    assert s.steer[MASS, at.BETA] == -30


def test_other_policies_are_not_steered() -> None:
    s = one_group(policy=Policy.FIFO)
    for _ in range(500):
        resolved(s, VIP, 0, 1)
    assert not s.steer[:, at.BETA].any()


def test_a_class_without_calls_for_a_month_does_not_drift() -> None:
    s = one_group()
    for _ in range(200):
        resolved(s, VIP, 0, 0)
    for _ in range(5_000):
        resolved(s, MASS, 0, 0)
    before = s.steer[VIP, at.BETA]
    for _ in range(500_000):
        resolved(s, MASS, 0, 0)
    assert s.steer[VIP, at.BETA] == before


def test_a_class_with_few_calls_follows_its_tier() -> None:
    classes = [TWO_TIERS[VIP], TWO_TIERS[VIP], TWO_TIERS[MASS]]
    skills = dict.fromkeys(range(3), SkillSpec())

    def beta_of_newcomer(tiers: tuple[int, int, int]) -> float:
        tiered = [replace(each, tier=tier) for each, tier in zip(classes, tiers, strict=True)]
        s = build(CoreSpec(tiered, [GroupSpec(skills)], [0]))
        for _ in range(1000):
            resolved(s, 0, 0, 0)
            resolved(s, 2, 1, 0)
        return float(s.steer[1, at.BETA])

    assert beta_of_newcomer((0, 0, 1)) > beta_of_newcomer((0, 2, 1)) + 0.05
