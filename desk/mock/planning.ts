import type { BroughtView, ForecastView, ForgottenView } from "../src/shared/wire.ts";

const DAY_MS = 86_400_000;
const KNOWN_DAYS = 84;
let brought = 0;

const dayOf = (ahead: number) =>
  new Date(Date.now() + ahead * DAY_MS).toISOString().slice(0, "2026-01-01".length);
const round = (calls: number) => Math.round(calls * 100) / 100;

/** Calls by half-hour from 8 to 20 o'clock, most at ten and at three. */
function calls(ahead: number, times = 1): number[] {
  const busy = 1 + 0.2 * Math.sin(ahead);
  return Array.from({ length: 48 }, (_, slot) => {
    const peaks = Math.exp(-(((slot - 20) / 4) ** 2)) + Math.exp(-(((slot - 30) / 5) ** 2));
    return slot < 16 || slot >= 40 ? 0 : round(40 * peaks * busy * times);
  });
}

const sum = (all: number[]) => round(all.reduce((total, one) => total + one, 0));

function day(ahead: number): ForecastView["days"][number] {
  const [usual, low, high] = [calls(ahead), calls(ahead, 0.85), calls(ahead, 1.15)];
  return {
    day: dayOf(ahead),
    calls: usual,
    low,
    high,
    total: sum(usual),
    total_low: sum(low),
    total_high: sum(high),
    behind: [7, 14, 21, 28].map((ago) => ({ day: dayOf(ahead - ago), calls: calls(ahead - ago) })),
  };
}

export function forecast(days: number): ForecastView {
  return {
    days: Array.from({ length: days }, (_, ahead) => day(ahead)),
    unusual: [{ day: dayOf(-20), by: 1.8 }],
    interval_assumed: false,
    backtest: {
      first: dayOf(-28),
      last: dayOf(-1),
      days: 28,
      from: "00:00",
      until: "24:00",
      calls: 9_120,
      wape: 0.083,
      naive: 0.121,
      four_weeks: 0.097,
      bias: 0.012,
      covered: 0.81,
    },
    history: { first: dayOf(-KNOWN_DAYS), days: KNOWN_DAYS, brought },
    formulas: {},
  };
}

/** Takes a file `begin,calls`, a line each half-hour. */
export function bring(text: string): BroughtView {
  const days = [
    ...new Set(text.split("\n").flatMap((line) => /^\d{4}-\d\d-\d\d/.exec(line) ?? [])),
  ];
  brought = days.length;
  return { days: brought, first: days.at(0) ?? dayOf(-1), last: days.at(-1) ?? dayOf(-1) };
}

export function forget(): ForgottenView {
  const days = brought;
  brought = 0;
  return { days };
}
