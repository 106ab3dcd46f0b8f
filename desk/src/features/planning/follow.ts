import { ApiError } from "@/shared/http";

import { cancelJob, fetchJob } from "./api";
import type { JobView } from "./model";

const LOOK_MS = 350;
const pause = () => new Promise((done) => setTimeout(done, LOOK_MS));
const isOpen = (view: JobView) => view.state === "queued" || view.state === "running";

/** Jobs of the planner, one at a time, each followed until it is over or stopped. */
export function followJobs(look: (view: JobView) => void) {
  let job: string | null = null;
  let isStopped = false;

  /** The job as it ended well; throws `ApiError` for any other end. */
  async function follow(begin: () => Promise<JobView>): Promise<JobView> {
    let view = await begin();
    job = view.job;
    try {
      while (!isStopped && isOpen(view)) {
        look(view);
        await pause();
        view = await fetchJob(view.job);
      }
    } finally {
      job = null;
    }
    if (view.state === "done" && view.result) return view;
    throw new ApiError(422, view.error?.code ?? "run-cancelled", view.error?.details ?? {});
  }

  async function stop(): Promise<void> {
    isStopped = true;
    if (job) await cancelJob(job);
  }

  return {
    follow,
    stop,
    /** Forgets that somebody stopped the jobs before. */
    begin: () => (isStopped = false),
    wasStopped: () => isStopped,
    isBusy: () => job !== null,
  };
}
