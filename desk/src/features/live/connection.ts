import type { Beat, FactMessage, Hello } from "@/shared/wire";

export type LiveStatus = "connecting" | "live" | "offline" | "stopped";

export interface Listener {
  hello(message: Hello): void;
  fact(message: FactMessage): void;
  /** The service's clock, with every beat. */
  time(now: string): void;
  status(status: LiveStatus): void;
  /** The session has ended: there is nothing more to hear. */
  ended(): void;
}

type Message = Hello | FactMessage | Beat;

/** Two beats missed: the connection is dead even if the network does not say so. */
const SILENCE_MS = 25_000;
const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 10_000;
const CLOSE_SIGNED_OUT = 4401;

/** Milliseconds to wait before try number `tries` (from 0), spread so that desks do not herd. */
export function pause(tries: number, chance: number): number {
  const full = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries);
  return Math.round(full * (0.5 + chance / 2));
}

/** The live feed of one desk: opens, listens, and opens again until stopped. */
export class LiveConnection {
  private socket: WebSocket | null = null;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private tries = 0;
  private isStopped = false;

  constructor(
    private readonly url: () => string,
    private readonly listener: Listener,
  ) {}

  start(): void {
    this.isStopped = false;
    this.listener.status("connecting");
    this.open();
    addEventListener("online", this.hurry);
  }

  stop(): void {
    this.isStopped = true;
    removeEventListener("online", this.hurry);
    clearTimeout(this.retry);
    clearTimeout(this.silence);
    this.socket?.close();
    this.socket = null;
    this.listener.status("stopped");
  }

  /** Opens anew at once, for example under another seat. */
  renew(): void {
    if (this.isStopped) return;
    const old = this.socket;
    this.socket = null;
    old?.close();
    this.tries = 0;
    this.open();
  }

  private readonly hurry = (): void => {
    if (this.socket === null || this.socket.readyState > WebSocket.OPEN) this.renew();
  };

  private open(): void {
    clearTimeout(this.retry);
    const socket = new WebSocket(this.url());
    this.socket = socket;
    this.watchSilence();
    socket.onmessage = (event) => {
      if (this.socket === socket) this.hear(JSON.parse(String(event.data)) as Message);
    };
    socket.onclose = (event) => {
      if (this.socket === socket) this.lost(event.code);
    };
  }

  private hear(message: Message): void {
    this.watchSilence();
    switch (message.type) {
      case "hello":
        this.tries = 0;
        this.listener.time(message.now);
        this.listener.hello(message);
        this.listener.status("live");
        break;
      case "fact":
        this.listener.fact(message);
        break;
      case "beat":
        this.listener.time(message.now);
        break;
    }
  }

  private lost(code: number): void {
    this.socket = null;
    clearTimeout(this.silence);
    if (this.isStopped) return;
    if (code === CLOSE_SIGNED_OUT) {
      this.stop();
      this.listener.ended();
      return;
    }
    this.listener.status("offline");
    this.retry = setTimeout(() => this.open(), pause(this.tries, Math.random()));
    this.tries += 1;
  }

  private watchSilence(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.renew(), SILENCE_MS);
  }
}
