import { defineStore } from "pinia";
import { computed, ref, shallowRef } from "vue";

import { ApiError } from "@/shared/http";

import { startRun, startSearch } from "./api";
import { followJobs } from "./follow";
import type { JobView, RunResult, Scenario, Staffed, Unstaffed } from "./model";
import type { Ran } from "./runs";
import { searchable } from "./staffing";

const TODAY_RUNS = 60;

export type Step = "today" | "found" | "strict";
export interface Found {
  job: string;
  sheet: Scenario;
  answer: Staffed | Unstaffed;
  /** The same sheet with today's crew; null where it cannot be simulated. */
  today: Ran | null;
  /** The fewest agents of strict priority; null where they were not asked for. */
  strict: Staffed | Unstaffed | null;
}

/** The search for the smallest staff. It goes on while the planner looks at other pages. */
export const useStaffSearch = defineStore("staff-search", () => {
  /** Edited by the planner, or handed over by the what-if page. */
  const sheet = shallowRef<Scenario | null>(null);
  /** What the sheet began from, when that is a day to come and not today's centre. */
  const basis = shallowRef<{ scenario: Scenario; firstHour: number } | null>(null);
  const found = shallowRef<Found | null>(null);
  const step = ref<Step | null>(null);
  const phase = ref("queued");
  const share = ref<number | null>(null);
  /** How many agents were tried, in turn. */
  const trail = ref<number[]>([]);
  const since = ref(0);
  const jobs = followJobs(look);

  function look(view: JobView): void {
    phase.value = view.state === "queued" ? "queued" : (view.phase ?? "load");
    share.value = view.progress;
    if (view.agents !== null && view.agents !== trail.value.at(-1))
      trail.value = [...trail.value, view.agents];
  }

  function take(next: Step): void {
    step.value = next;
    phase.value = "queued";
    share.value = null;
    trail.value = [];
  }

  async function withToday(scenario: Scenario, policy: string): Promise<Ran | null> {
    take("today");
    try {
      const view = await jobs.follow(() => startRun(scenario, policy, TODAY_RUNS));
      return { job: view.job, scenario, result: view.result as RunResult };
    } catch (error) {
      const isOfCrew =
        error instanceof ApiError && ["centre-flooded", "scenario-refused"].includes(error.code);
      if (isOfCrew && !jobs.wasStopped()) return null;
      throw error;
    }
  }

  async function best(scenario: Scenario, next: Step) {
    take(next);
    const view = await jobs.follow(() => startSearch(searchable(scenario)));
    return { job: view.job, answer: view.result as Staffed | Unstaffed };
  }

  /** Searches for `scenario`; beside it, today's crew under today's policy, and strict priority. */
  async function search(scenario: Scenario, policy: string, isStrictToo: boolean): Promise<void> {
    jobs.begin();
    since.value = Date.now();
    try {
      const today = await withToday(scenario, policy);
      const one = await best(scenario, "found");
      found.value = { ...one, sheet: scenario, today, strict: null };
      if (!isStrictToo || !one.answer.feasible || scenario.policy === "priority") return;
      const strict = await best({ ...scenario, policy: "priority" }, "strict");
      found.value = { ...found.value, strict: strict.answer };
    } catch (error) {
      if (!jobs.wasStopped()) throw error;
    } finally {
      step.value = null;
    }
  }

  return {
    sheet,
    basis,
    found,
    step,
    phase,
    share,
    trail,
    since,
    isRunning: computed(() => step.value !== null),
    search,
    stop: jobs.stop,
  };
});

/** A scenario on its way from the staffing page to the what-if page. */
export const useHandedOver = defineStore("planning-handed-over", () => ({
  scenario: shallowRef<Scenario | null>(null),
}));
