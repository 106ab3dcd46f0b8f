"""Made-up customers of a demo: drawn from the pack's lists, the same for the same seed."""

import datetime as dt
from random import Random
from typing import Final

from yingda.customers import CustomerSpec, PreferencesSpec, ProductSpec
from yingda.pack.specs import MadeCustomersSpec, MadeSegmentSpec

_TODAY: Final = dt.date(2026, 1, 1)
"""Ages and first days are counted back from here, so that a demo does not change by the day."""


def made_customers(spec: MadeCustomersSpec) -> tuple[CustomerSpec, ...]:
    """Return `spec.count` customers, the segments mixed as if they had come by chance."""
    maker = _Maker(spec)
    segments = maker.segment_of_each()
    return tuple(maker.customer(segment, number) for number, segment in enumerate(segments, 1))


class _Maker:
    def __init__(self, spec: MadeCustomersSpec) -> None:
        self._spec = spec
        self._draw = Random(spec.seed)  # noqa: S311 # made-up people, not secrets
        self._taken: set[str] = set()

    def segment_of_each(self) -> list[MadeSegmentSpec]:
        """Return a segment a customer, in exact shares; what rounding leaves is the last's."""
        segments, count = self._spec.segments, self._spec.count
        whole = sum(segment.share for segment in segments)
        mixed: list[MadeSegmentSpec] = []
        for segment in segments[:-1]:
            mixed += [segment] * round(count * segment.share / whole)
        mixed += [segments[-1]] * (count - len(mixed))
        self._draw.shuffle(mixed)
        return mixed

    def customer(self, segment: MadeSegmentSpec, number: int) -> CustomerSpec:
        draw, spec = self._draw, self._spec
        is_english, is_elderly = draw.random() < segment.english, draw.random() < segment.elderly
        name, address_as = self._english() if is_english else self._chinese()
        region = draw.choice(spec.regions)
        figures = {code: self._between(*ends) for code, ends in sorted(segment.figures.items())}
        since = _TODAY - dt.timedelta(days=round(figures.get("years", 1.0) * 365.25))
        products = self._products(segment, since)
        if segment.count_as is not None:
            figures[segment.count_as] = float(len(products))
        return CustomerSpec(
            key=f"made-{number:04d}",
            name=name,
            kind=segment.kind,
            company=self._company(region) if segment.kind == "company" else "",
            region=region,
            language="en" if is_english else "zh-CN",
            birth_year=draw.randint(1940, 1961) if is_elderly else draw.randint(1962, 2004),
            since=since,
            preferences=PreferencesSpec(address_as=address_as, is_elderly=is_elderly),
            phones=self._phones(segment, number),
            products=products,
            figures=figures,
        )

    def _chinese(self) -> tuple[str, str]:
        """Return a name that nobody has yet, and how to address its owner."""
        surname = self._draw.choice(self._spec.surnames)
        is_woman = self._draw.random() < 0.5
        given = self._spec.women if is_woman else self._spec.men
        name = self._untaken([f"{surname}{one}" for one in given])
        return name, f"{surname}{'女士' if is_woman else '先生'}"

    def _english(self) -> tuple[str, str]:
        name = self._untaken(list(self._spec.english_names))
        return name, name

    def _untaken(self, names: list[str]) -> str:
        self._draw.shuffle(names)
        name = next((one for one in names if one not in self._taken), names[0])
        self._taken.add(name)
        return name

    def _company(self, region: str) -> str:
        spec = self._spec
        return f"{region}{self._draw.choice(spec.companies)}{self._draw.choice(spec.trades)}"

    def _phones(self, segment: MadeSegmentSpec, number: int) -> tuple[str, ...]:
        mobile = f"{self._spec.phone_prefix}{number:04d}"
        desk = f"{self._spec.company_phone_prefix}{number:04d}"
        return (mobile, desk) if segment.kind == "company" else (mobile,)

    def _between(self, low: float, high: float) -> float:
        """Return a number between the two: whole when both are, else to one hundredth."""
        if low.is_integer() and high.is_integer():
            return float(self._draw.randint(int(low), int(high)))
        return round(self._draw.uniform(low, high), 2)

    def _products(self, segment: MadeSegmentSpec, since: dt.date) -> tuple[ProductSpec, ...]:
        """Return what the customer holds: by chance, but the first product at least."""
        held = [one for one in segment.products if self._draw.random() < one.chance]
        days = (_TODAY - since).days
        return tuple(
            ProductSpec(
                code=one.code,
                name=one.name,
                since=since + dt.timedelta(days=self._draw.randint(0, days)),
            )
            for one in held or segment.products[:1]
        )
