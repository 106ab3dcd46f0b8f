import type { Like } from "../like";
import type source from "../zh-CN/weight";

const messages: Like<typeof source> = {
  title: "Tier weights",
  preview: "See the effect",
  previewFirst: "See the effect before saving: how many customers would move.",
  saved: "Saved; the tiers of customers are being computed anew.",
  newer:
    "{by} has just saved version {n}. Your changes are still here: see the effect and save again.",
  bands: "Bands",
  from: "{tier} from",
  margin: "Margin",
  marginSaid:
    "A customer goes down only {margin} points below the band (hatched), so that nobody flaps.",
  value: "Value",
  points: "points",
  add: "Add a corner",
  remove: "Remove the last corner",
  moved: "{n} customer would move | {n} customers would move",
  examined: "{n} customer computed | {n} customers computed",
  sampled: "the first {n} customers computed",
  fromTo: "from ↓ to →",
  none: "no tier yet",
};
export default messages;
