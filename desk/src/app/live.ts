import type { QueryClient } from "@tanstack/vue-query";
import { onScopeDispose, watch } from "vue";

import { rememberAgents, useMe, useSeat } from "@/features/agents";
import { rememberContact, rememberLiveContacts } from "@/features/contacts";
import {
  apply,
  fromHello,
  LiveConnection,
  NOTHING,
  rows,
  useLiveStatus,
  type FeedState,
} from "@/features/live";
import { rememberQueues } from "@/features/routing";
import { rememberSupervisions } from "@/features/supervision";
import { signedOut } from "@/shared/http";
import { learnServerTime } from "@/shared/now";
import type {
  AgentView,
  ContactView,
  FactMessage,
  QueueView,
  SupervisionView,
} from "@/shared/wire";

/** The one place where news of the service enters what the desk shows. */
export class Caches {
  private state: FeedState = NOTHING;

  constructor(private readonly client: QueryClient) {}

  /** A fresh snapshot replaces everything known; what was asked for singly is asked again. */
  hello(message: Parameters<typeof fromHello>[0]): void {
    const isFirst = this.state === NOTHING;
    const before = this.state;
    this.state = fromHello(message);
    // What the snapshot does not name any more is gone, the last of its kind too.
    for (const entity of new Set([...before.keys(), ...this.state.keys()])) this.show(entity);
    if (!isFirst) void this.client.invalidateQueries({ queryKey: ["contacts", "one"] });
  }

  fact(message: FactMessage): void {
    const after = apply(this.state, message);
    if (after === this.state) return;
    this.state = after;
    this.show(message.entity);
    if (message.entity === "contact")
      rememberContact(this.client, message.id, message.body as ContactView | null);
  }

  private show(entity: string): void {
    if (entity === "agent") rememberAgents(this.client, rows<AgentView>(this.state, "agent"));
    if (entity === "contact")
      rememberLiveContacts(this.client, rows<ContactView>(this.state, "contact"));
    if (entity === "queue") rememberQueues(this.client, rows<QueueView>(this.state, "queue"));
    if (entity === "supervision")
      rememberSupervisions(this.client, rows<SupervisionView>(this.state, "supervision"));
  }
}

/** Keeps this desk live as long as the calling component lives. */
export function useLiveFeed(client: QueryClient): void {
  const caches = new Caches(client);
  const live = useLiveStatus();
  const seat = useSeat();
  const { me } = useMe();

  const url = () => {
    const protocol = location.protocol === "https:" ? "wss" : "ws";
    const query = seat.seat && seat.phone ? `?seat=${seat.seat}` : "";
    return `${protocol}://${location.host}/api/live${query}`;
  };
  const connection = new LiveConnection(url, {
    hello: (message) => caches.hello(message),
    fact: (message) => caches.fact(message),
    time: learnServerTime,
    status: (status) => (live.status = status),
    ended: () => signedOut(),
  });

  connection.start();
  onScopeDispose(() => connection.stop());
  // The service counts this tab on its seat only while the feed names the seat.
  watch(
    () => seat.phone !== null,
    () => connection.renew(),
  );
  watch(
    me,
    (agent) => {
      if (agent) void seat.follow(agent);
    },
    { immediate: true },
  );
}
