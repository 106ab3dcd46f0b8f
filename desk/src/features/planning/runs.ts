import { onScopeDispose, ref, shallowRef } from "vue";

import { ApiError } from "@/shared/http";

import { cancelJob, fetchJob, startRun } from "./api";
import type { JobView, RunResult, Scenario } from "./model";

const LOOK_MS = 350;
const pause = () => new Promise((done) => setTimeout(done, LOOK_MS));

export interface Ran {
  job: string;
  scenario: Scenario;
  result: RunResult;
}

function outcome(view: JobView, scenario: Scenario): Ran {
  if (view.state === "done" && view.result) return { job: view.job, scenario, result: view.result };
  throw new ApiError(422, view.error?.code ?? "run-cancelled", view.error?.details ?? {});
}

/** Runs of the twin, one after the other: today's centre once, then every wish beside it. */
export function useRuns() {
  const before = shallowRef<Ran | null>(null);
  const after = shallowRef<Ran | null>(null);
  const running = ref<"before" | "after" | null>(null);
  const progress = ref(0);
  let job: string | null = null;
  let isStopped = false;
  let known = "";

  async function one(scenario: Scenario, policy: string, replications: number): Promise<Ran> {
    progress.value = 0;
    let view = await startRun(scenario, policy, replications);
    job = view.job;
    while (!isStopped && (view.state === "queued" || view.state === "running")) {
      await pause();
      view = await fetchJob(view.job);
      progress.value = view.progress ?? 0;
    }
    job = null;
    return outcome(view, scenario);
  }

  async function run(today: Scenario, wish: Scenario, policy: string, n: number): Promise<void> {
    isStopped = false;
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
      if (!isStopped) throw error;
    } finally {
      running.value = null;
    }
  }

  async function stop(): Promise<void> {
    isStopped = true;
    if (job) await cancelJob(job);
  }
  onScopeDispose(() => {
    if (job) void stop().catch(() => undefined);
  });

  return { before, after, running, progress, run, stop };
}
