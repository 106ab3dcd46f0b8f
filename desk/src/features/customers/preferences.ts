import type { Preferences } from "@/shared/wire";

type Say = (key: string, values?: Record<string, unknown>) => string;

const WITH_VALUE = [
  ["address_as", "addressAs"],
  ["call_time", "callTime"],
  ["agent", "ownAgent"],
] as const;
const FORBIDDEN = ["do_not_call", "do_not_sms", "do_not_email", "do_not_survey"] as const;

export interface PreferenceTag {
  text: string;
  isWarning: boolean;
}

/** What the agent should know about how this customer likes to be served, warnings first. */
export function preferenceTags(preferences: Partial<Preferences>, say: Say): PreferenceTag[] {
  const tags: PreferenceTag[] = [];
  for (const name of FORBIDDEN) {
    if (preferences[name]) tags.push({ text: say(`customer.panel.not.${name}`), isWarning: true });
  }
  if (preferences.is_elderly) tags.push({ text: say("customer.panel.elderly"), isWarning: true });
  for (const [name, key] of WITH_VALUE) {
    const value = preferences[name];
    if (value) {
      const values = { name: value, time: value, agent: value };
      tags.push({ text: say(`customer.panel.${key}`, values), isWarning: false });
    }
  }
  const { channel, notes = [] } = preferences;
  if (channel) tags.push({ text: say(`customer.panel.channel.${channel}`), isWarning: false });
  return [...tags, ...notes.map((text) => ({ text, isWarning: false }))];
}
