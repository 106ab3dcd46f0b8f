import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { ApiError } from "@/shared/http";
import { notices } from "@/shared/notice";

import { followJobs } from "./follow";
import type { JobView } from "./model";

type Answer = "away" | "gone" | Partial<JobView>;

const view = (job: string, state: string) => ({ job, state, result: null, error: null });
const done = (job: string) => ({ ...view(job, "done"), result: {} }) as unknown as JobView;
const begun = () => ({ ...view(`job-${++count}`, "running") }) as unknown as JobView;
let count = 0;

/** The service answers looks at a job in this order, the last one for ever. */
function serve(...answers: Answer[]): void {
  vi.stubGlobal("fetch", () => {
    const next = answers.length > 1 ? answers.shift() : answers[0];
    if (next === "away") return Promise.reject(new TypeError("refused"));
    const body = next === "gone" ? { error: { code: "job-gone" } } : next;
    return Promise.resolve(
      new Response(JSON.stringify(body), { status: next === "gone" ? 404 : 200 }),
    );
  });
}

beforeEach(() => {
  count = 0;
  notices.splice(0);
});
afterEach(() => vi.unstubAllGlobals());

test("a job is begun again when the service was killed and has come back", async () => {
  serve("away", "away", "gone", view("job-2", "running") as Partial<JobView>, done("job-2"));

  const ended = await followJobs(() => undefined, 0).follow(() => Promise.resolve(begun()));

  expect(ended.job).toBe("job-2");
  expect(count).toBe(2);
  expect(notices).toHaveLength(1);
});

test("a job is begun as soon as the service is there", async () => {
  serve(done("job-1"));
  let isThere = false;
  const begin = () => {
    if (isThere) return Promise.resolve(begun());
    isThere = true;
    return Promise.reject(new ApiError(0, "offline"));
  };

  expect((await followJobs(() => undefined, 0).follow(begin)).job).toBe("job-1");
});

test("a job that is lost every time is given up", async () => {
  serve("gone");

  const lost = followJobs(() => undefined, 0).follow(() => Promise.resolve(begun()));

  await expect(lost).rejects.toMatchObject({ code: "job-gone" });
  expect(count).toBe(3);
});

test("whoever waits for a service that is away may stop", async () => {
  serve("away");
  const jobs = followJobs(() => void jobs.stop(), 0);

  const stopped = jobs.follow(() => Promise.resolve(begun()));

  await expect(stopped).rejects.toMatchObject({ code: "run-cancelled" });
});
