import { api, withQuery } from "@/shared/http";
import type { AppliedView, BroughtView, ForgottenView } from "@/shared/wire";

import type { Forecast } from "./forecast";
import type { ErlangAnswer, ErlangAsked, JobView, Scenario, Today } from "./model";

export const askErlang = (asked: ErlangAsked) =>
  api<ErlangAnswer>("POST", "/planning/erlang", asked);
const fetchToday = () => api<Today>("GET", "/planning/today");
/** Today's centre, once for all pages of the planner. */
export const todayQuery = {
  queryKey: ["planning", "today"],
  queryFn: fetchToday,
  staleTime: Infinity,
};
export const startRun = (scenario: Scenario, policy: string, replications: number) =>
  api<JobView>("POST", "/planning/what-if", { scenario, policy, replications });
export const startSearch = (scenario: Scenario) =>
  api<JobView>("POST", "/planning/staff", { scenario });
export const fetchJob = (job: string) => api<JobView>("GET", `/planning/what-if/${job}`);
export const cancelJob = (job: string) => api<JobView>("DELETE", `/planning/what-if/${job}`);
export const applyJob = (job: string, note: string, version: number | undefined) =>
  api<AppliedView>("POST", `/planning/what-if/${job}/apply`, { note, version });
/** The next days, of all calls or of a class `tier.kind.channel`. */
export const fetchForecast = (days: number, klass: string) => {
  const [tier, kind] = klass.split(".");
  return api<Forecast>("GET", withQuery("/planning/forecast", { days, tier, kind }));
};
export const bringHistory = (file: string, text: string) =>
  api<BroughtView>("PUT", "/planning/history", { file, text });
export const forgetHistory = () => api<ForgottenView>("DELETE", "/planning/history");
