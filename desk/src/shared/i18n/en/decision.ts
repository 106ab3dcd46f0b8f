import type { Like } from "../like";
import type source from "../zh-CN/decision";

const messages: Like<typeof source> = {
  title: "Decisions",
  subtitle: "Every assignment: to whom, why, and by how much",
  score: "Score",
  second: "Runner-up",
  lead: "Ahead by",
  rank: "Rank",
  formula: {
    score: "by the policy then; self-steering: wait ÷ target + steering",
    second: "the other class that could be taken",
    lead: "score − runner-up",
    rank: "1 is the first choice",
  },
  beta: "Steering of the classes then (higher goes first)",
  choose: "Choose a contact",
  chooseMend: "Recent contacts are on the left; each shows all its decisions.",
  noContacts: "No contacts yet",
  toContact: "Open this contact",
};
export default messages;
