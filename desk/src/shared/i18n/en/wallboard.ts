import type { Like } from "../like";
import type source from "../zh-CN/wallboard";

const messages: Like<typeof source> = {
  title: "Wallboard",
  full: "Full screen",
  leaveFull: "Leave full screen",
  today: "today",
  promise: "{share} within {within}",
  target: "target {share}",
  cap: "cap {share}",
  share: {
    figures: "Service level · today",
    last_half_hour: "Service level · last half hour",
  },
  waiting: { name: "Waiting now", formula: "callers in the queues of this tier at this moment" },
  longest: {
    name: "Longest wait",
    formula: "now − queue entry of the first still waiting; coloured by its own class's target",
  },
  abandonment: "Abandonment · today",
  staff: {
    name: "Agents ready / on duty",
    reserve: "reserve {n}",
    formula:
      "ready ÷ signed on in the groups of the tier's default row; reserve: idle agents kept from lower tiers",
  },
  broken: "Promise broken today:",
  allKept: "Every service kind kept its promise today",
  noCalls: "No calls today yet",
  noCallsMend: "Figures appear as soon as the first call has left the queue.",
  figureAway: "Statistics are away; waits and agents are still live.",
  callbacks: {
    title: "Call-backs due",
    count: "{n}",
    late: "{n} late",
    oldest: "first due by {time}",
    formula:
      "customers who hung up, keep their place and have no agent yet; late: now > the moment promised",
    none: "Nobody is to be called back",
  },
  agents: "Agents by state",
  noAgents: "Nobody is signed on",
  noAgentsMend: "Agents appear here as soon as they sign on.",
  channel: {
    voice: "voice",
    chat: "chat",
    email: "e-mail",
    sms: "SMS",
    fax: "fax",
    video: "video",
  },
  chart: {
    title: "Today by half hour",
    answered: "Answered",
    abandoned: "Abandoned",
    level: "Service level",
  },
};
export default messages;
