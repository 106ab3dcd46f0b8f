import { onScopeDispose, ref, shallowRef } from "vue";

import { startRun } from "./api";
import { followJobs } from "./follow";
import type { JobView, RunResult, Scenario } from "./model";

export interface Ran {
  job: string;
  scenario: Scenario;
  result: RunResult;
}

/** Runs of the twin, one after the other: today's centre once, then every wish beside it. */
export function useRuns() {
  const before = shallowRef<Ran | null>(null);
  const after = shallowRef<Ran | null>(null);
  const running = ref<"before" | "after" | null>(null);
  const progress = ref(0);
  const jobs = followJobs((view) => (progress.value = view.progress ?? 0));
  let known = "";

  async function one(scenario: Scenario, policy: string, replications: number): Promise<Ran> {
    progress.value = 0;
    const view: JobView = await jobs.follow(() => startRun(scenario, policy, replications));
    return { job: view.job, scenario, result: view.result as RunResult };
  }

  async function run(today: Scenario, wish: Scenario, policy: string, n: number): Promise<void> {
    jobs.begin();
    try {
      const basis = JSON.stringify([today, n]);
      if (known !== basis) {
        running.value = "before";
        before.value = await one(today, today.policy ?? "sld", n);
        known = basis;
      }
      running.value = "after";
      after.value = await one(wish, policy, n);
    } catch (error) {
      if (!jobs.wasStopped()) throw error;
    } finally {
      running.value = null;
    }
  }

  onScopeDispose(() => {
    if (jobs.isBusy()) void jobs.stop().catch(() => undefined);
  });

  return { before, after, running, progress, run, stop: jobs.stop };
}
