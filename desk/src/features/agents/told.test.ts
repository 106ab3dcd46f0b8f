import { expect, test } from "vitest";

import type { AgentView } from "@/shared/wire";

import { chosenFor } from "./told";

const view = (given: Partial<AgentView>) =>
  ({
    state: "not-ready",
    reason: "meal",
    since: "2026-01-01T00:00:00Z",
    next_state: null,
    next_reason: "",
    set_by: null,
    ...given,
  }) as AgentView;
const LATER = "2026-01-01T00:05:00Z";

test("a supervisor's choice is told once, one's own never", () => {
  const back = view({ state: "ready", reason: "", since: LATER, set_by: "boss" });

  expect(chosenFor(view({}), back)).toEqual({ state: "ready", reason: "", isLater: false });
  expect(chosenFor(back, { ...back, version: 9 })).toBeNull();
  expect(chosenFor(view({}), view({ state: "ready", reason: "", since: LATER }))).toBeNull();
  expect(chosenFor(null, back)).toBeNull();
});

test("a choice for after the contact is told when made, not again when it begins", () => {
  const talking = view({ state: "talking", reason: "" });
  const planned = view({ ...talking, next_state: "signed-off", set_by: "boss" });
  const wrapping = view({ ...planned, state: "wrap-up", since: LATER });
  const off = view({ state: "signed-off", reason: "", since: LATER, set_by: "boss" });

  expect(chosenFor(talking, planned)).toEqual({ state: "signed-off", reason: "", isLater: true });
  expect(chosenFor(planned, wrapping)).toBeNull();
  expect(chosenFor(wrapping, off)).toBeNull();
});
