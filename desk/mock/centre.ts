import type { AgentView, ContactView, FactMessage, Hello } from "../src/shared/wire.ts";

import { agents, contact, history, queues } from "./data.ts";
import { ago } from "./made.ts";

type Hear = (fact: FactMessage) => void;

/** The mock's state: agents, live contacts and queues, with the facts of every change. */
export class Centre {
  login: string | null = null;
  readonly agents = new Map(agents.map((agent) => [agent.id, { ...agent }]));
  readonly contacts = new Map<string, ContactView>();
  readonly past = [...history];
  readonly notes = new Map<string, unknown>();
  private readonly listeners = new Set<Hear>();
  private calls = 100;

  listen(hear: Hear): () => void {
    this.listeners.add(hear);
    return () => this.listeners.delete(hear);
  }

  hello(): Hello {
    const live = [...this.contacts.values()];
    return {
      type: "hello",
      entities: { agent: [...this.agents.values()], contact: live, queue: queues },
      now: new Date().toISOString(),
    };
  }

  changeAgent(id: string, change: Partial<AgentView>): AgentView {
    const before = this.agents.get(id);
    if (!before) throw new Error(`no agent ${id}`);
    const after = { ...before, ...change, version: before.version + 1 };
    if (change.state && change.state !== before.state) after.since = new Date().toISOString();
    this.agents.set(id, after);
    this.tell("agent", after.id, after.version, after);
    return after;
  }

  changeContact(id: string, change: Partial<ContactView>): ContactView {
    const before = this.contacts.get(id);
    if (!before) throw new Error(`no contact ${id}`);
    const after = { ...before, ...change, version: before.version + 1 };
    this.contacts.set(id, after);
    this.tell("contact", id, after.version, after);
    if (after.stage === "done") {
      this.contacts.delete(id);
      this.past.unshift(after);
      this.tell("contact", id, after.version + 1, null);
    }
    return after;
  }

  /** Rings the agent with a new call. */
  ring(agentId: string, more: Partial<ContactView> = {}): ContactView {
    this.calls += 1;
    const view = contact(this.calls, {
      stage: "offered",
      outcome: "",
      agent_id: agentId,
      arrived_at: ago(24),
      queued_at: ago(7),
      offered_at: ago(0),
      ...more,
    });
    this.contacts.set(view.id, view);
    this.tell("contact", view.id, view.version, view);
    this.changeAgent(agentId, { state: "offered", contact_id: view.id });
    return view;
  }

  private tell(entity: string, id: string, version: number, body: unknown): void {
    const at = new Date().toISOString();
    const topic = `${entity}.changed`;
    for (const hear of this.listeners) hear({ type: "fact", topic, entity, id, version, body, at });
  }
}
