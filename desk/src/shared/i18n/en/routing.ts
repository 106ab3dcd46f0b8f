import type { Like } from "../like";
import type source from "../zh-CN/routing";

const messages: Like<typeof source> = {
  strip: {
    label: "Queues",
    waiting: "{n} waiting",
    none: "None waiting",
    longest: "longest {time}",
    title: "Queues now",
    within: "{share} within {within}",
    empty: "No queue figures yet",
    head: {
      tier: "Tier",
      kind: "Kind",
      waiting: "Wait",
      longest: "Longest",
      target: "Target",
      share: "Lately",
    },
    formula:
      "Lately: moving average of answers in time, about the last 4500 calls of all classes, at most 1500 of one; it starts from the target.",
  },
  why: {
    ask: "Why me?",
    me: "you",
    none: "This contact was not routed.",
    matched: "{at} matched to {agent}",
    rule: {
      "idle-at-arrival":
        "Agents were idle when the call arrived; it went at once to the fitting one idle longest.",
      "most-urgent": "When the agent came free, this call was the most urgent against its target.",
      overflow: "Its own group was too slow, so the entitlement table let it overflow here.",
      guard: "It had reached the longest wait allowed and went first.",
      "own-agent": "The customer's own or last agent was available.",
      "call-back": "It was this customer's turn to be called back.",
    },
    figure: {
      class: "Class: {value}.",
      waited: "The customer had waited {value}.",
      waitedOf: "The customer had waited {value}; this class is to be answered within {within}.",
      rank: "The agent stands at rank {value} for this class.",
      beta: "The steering factor of this class was {value}; higher goes first.",
    },
    alone: "No other call competed at that moment.",
    runnerUp: "Runner-up: {name}, with {score} against {won}.",
    runnerUpPlain: "Runner-up: {name}.",
    policy: "Policy {policy}",
    digest: "State digest {digest}",
  },
  tier: {
    why: "{name}: score {score}",
    since: "since {since}",
    override: "Set to {tier} by {by}: {reason}",
    until: "until {until}",
    input: { contribution: "Contribution", loyalty: "Loyalty", credit: "Credit" },
    figure: {
      monthly_spend: "¥{value} a month",
      spend: "¥{value} in a year",
      years: "{value} year with us | {value} years with us",
      product_count: "{value} product in use | {value} products in use",
      late_payments: "{value} late payment in a year | {value} late payments in a year",
      assets: "{value} × ¥10,000 in assets",
      turnover: "{value} × ¥10,000 turnover",
      active_months: "{value} active month in a year | {value} active months in a year",
      margin_calls: "{value} margin call | {value} margin calls",
      nights: "{value} night in a year | {value} nights in a year",
      no_shows: "{value} no-show | {value} no-shows",
      other: "{name} {value}",
    },
    noneText: "The caller was not recognised; the tier of unknown callers applies.",
  },
};
export default messages;
