import { ApiError } from "@/shared/http";
import { say } from "@/shared/i18n";
import { tell } from "@/shared/notice";
import { isRefusal } from "@/shared/refusal";

import { cancelJob, fetchJob } from "./api";
import type { JobView } from "./model";

const LOOK_MS = 350;
/** A job that is forgotten again and again may itself be what ends the service. */
const MOST_AGAIN = 2;
const isOpen = (view: JobView) => view.state === "queued" || view.state === "running";
const endedWell = (view: JobView): JobView => {
  if (view.state === "done" && view.result) return view;
  throw new ApiError(422, view.error?.code ?? "run-cancelled", view.error?.details ?? {});
};
const isAway = (error: unknown) =>
  error instanceof ApiError && (error.status === 0 || error.status >= 502);

/** Jobs of the planner, one at a time, each followed until it is over or stopped. */
export function followJobs(look: (view: JobView) => void, lookMs = LOOK_MS) {
  const pause = () => new Promise((done) => setTimeout(done, lookMs));
  let job: string | null = null;
  let isStopped = false;

  async function whenThere(begin: () => Promise<JobView>): Promise<JobView> {
    for (;;)
      try {
        return await begin();
      } catch (error) {
        if (isStopped || !isAway(error)) throw error;
        await pause();
      }
  }

  /**
   * The job as it ended well; throws `ApiError` for any other end. A service that is away is waited
   * for; one that was started since has forgotten the job, which is then begun again.
   */
  async function follow(begin: () => Promise<JobView>): Promise<JobView> {
    let view = await whenThere(begin);
    let again = 0;
    job = view.job;

    async function renewed(): Promise<JobView> {
      try {
        return await fetchJob(view.job);
      } catch (error) {
        if (isAway(error)) return view;
        if (!isRefusal(error, "job-gone") || again >= MOST_AGAIN) throw error;
        const anew = await whenThere(begin);
        again += 1;
        job = anew.job;
        tell(say("planning.again"));
        if (isStopped) await stop(); // meanwhile, when there was nothing to stop yet
        return anew;
      }
    }

    try {
      while (!isStopped && isOpen(view)) {
        look(view);
        await pause();
        if (!isStopped) view = await renewed();
      }
    } finally {
      job = null;
    }
    return endedWell(view);
  }

  async function stop(): Promise<void> {
    isStopped = true;
    // Where the service is away the job is gone with it.
    if (job)
      await cancelJob(job).catch((error: unknown) => {
        if (!isAway(error) && !isRefusal(error, "job-gone")) throw error;
      });
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
