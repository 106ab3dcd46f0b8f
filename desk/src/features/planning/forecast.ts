/** Calls of the next days by half-hour, and the way of a forecast into a scenario. */
import type { ForecastView } from "@/shared/wire";

import type { CallClass, Scenario } from "./model";
import { peak } from "./rules";
import { mean } from "./staffing";

export type Forecast = ForecastView;
export type ForecastDay = Forecast["days"][number];
export type Backtest = NonNullable<Forecast["backtest"]>;
export const FIGURES = ["wape", "naive", "four_weeks", "bias", "covered"] as const;

const HOUR_S = 3600;
/** What a run of a steady state has and a day has not. */
const STEADY = ["warmup", "window"];

/** When a half-hour begins; 48 is the end of the day. */
export const clockOf = (slot: number): string =>
  `${String(Math.floor(slot / 2)).padStart(2, "0")}:${slot % 2 ? "30" : "00"}`;

/** The half-hours from the first to the last with calls, from a full hour on; null: none. */
export function openSpan(days: Pick<ForecastDay, "calls">[]): [number, number] | null {
  const open = days.flatMap((each) => each.calls.flatMap((calls, slot) => (calls > 0 ? slot : [])));
  if (open.length === 0) return null;
  const first = Math.min(...open);
  return [first - (first % 2), Math.max(...open) + 1];
}

/** The rate of a class in an hour of the day; its mean where the scenario has no such hour. */
function rateAt(klass: CallClass, hour: number, firstHour: number | null): number {
  const { arrivals } = klass;
  if (!Array.isArray(arrivals)) return arrivals;
  return (firstHour === null ? undefined : arrivals[hour - firstHour]) ?? mean(arrivals);
}

/** The classes' shares of the calls in an hour, as today's centre has them; alike without calls. */
function sharesAt(today: Scenario, hour: number, firstHour: number | null): number[] {
  const rates = today.classes.map((each) => rateAt(each, hour, firstHour));
  const all = rates.reduce((sum, one) => sum + one, 0);
  const means = today.classes.map((each) => mean(each.arrivals));
  const total = means.reduce((sum, one) => sum + one, 0);
  if (all > 0) return rates.map((one) => one / all);
  return means.map((one) => (total > 0 ? one / total : 1 / means.length));
}

/** Today's centre with the calls of a day to come, a period each hour; null when closed. */
export function withForecast(
  today: Scenario,
  day: ForecastDay,
  firstHour: number | null,
): { scenario: Scenario; firstHour: number } | null {
  const span = openSpan([day]);
  if (!span) return null;
  const firstOpen = span[0] / 2;
  const hours = Array.from(
    { length: Math.ceil(span[1] / 2) - firstOpen },
    (_, at) => firstOpen + at,
  );
  const shares = hours.map((hour) => sharesAt(today, hour, firstHour));
  const callsIn = (hour: number) => (day.calls[2 * hour] ?? 0) + (day.calls[2 * hour + 1] ?? 0);
  const run = Object.entries(today["run"] ?? {}).filter(([key]) => !STEADY.includes(key));
  return {
    firstHour: firstOpen,
    scenario: {
      ...today,
      classes: today.classes.map((each, number) => ({
        ...each,
        arrivals: hours.map(
          (hour, at) => Math.round(1000 * callsIn(hour) * (shares[at]?.[number] ?? 0)) / 1000,
        ),
      })),
      groups: today.groups.map((each) => ({ ...each, agents: peak(each.agents) })),
      periods: { count: hours.length, length: HOUR_S },
      run: Object.fromEntries(run),
    },
  };
}

/** The days as a CSV file, a line each half-hour. */
export function csvOf(days: ForecastDay[]): string {
  const rows = days.flatMap((each) =>
    each.calls.map((calls, slot) =>
      [`${each.day}T${clockOf(slot)}`, calls, each.low[slot], each.high[slot]].join(","),
    ),
  );
  return ["begin,calls,low,high", ...rows, ""].join("\n");
}
