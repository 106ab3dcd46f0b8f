import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { LiveConnection, pause, type LiveStatus } from "./connection";

/** The browser's socket, driven by the test. */
class Socket {
  static readonly OPEN = 1;
  static made: Socket[] = [];
  readyState = 1;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(readonly url: string) {
    Socket.made.push(this);
  }
  close(): void {
    this.readyState = 3;
  }
  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  drop(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

const heard = { statuses: [] as LiveStatus[], facts: 0, hellos: 0, ended: 0 };
const hello = { type: "hello", entities: {}, now: "2026-01-01T00:00:00Z" };
let connection: LiveConnection;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Socket);
  Socket.made = [];
  Object.assign(heard, { statuses: [], facts: 0, hellos: 0, ended: 0 });
  connection = new LiveConnection(() => "ws://desk/api/live", {
    hello: () => (heard.hellos += 1),
    fact: () => (heard.facts += 1),
    time: () => undefined,
    status: (status) => heard.statuses.push(status),
    ended: () => (heard.ended += 1),
  });
  connection.start();
});

afterEach(() => {
  connection.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const socket = () => {
  const last = Socket.made.at(-1);
  if (!last) throw new Error("no socket was opened");
  return last;
};

test("a snapshot makes it live, and facts follow", () => {
  socket().say(hello);
  socket().say({ type: "fact" });

  expect(heard).toMatchObject({ statuses: ["connecting", "live"], hellos: 1, facts: 1 });
});

test("a lost connection is told and opened again after a pause", () => {
  socket().say(hello);
  socket().drop();
  expect(heard.statuses.at(-1)).toBe("offline");

  vi.advanceTimersByTime(pause(0, 1));

  expect(Socket.made).toHaveLength(2);
  socket().say(hello);
  expect(heard.statuses.at(-1)).toBe("live");
});

test("silence for two beats counts as lost", () => {
  socket().say(hello);

  vi.advanceTimersByTime(25_000);

  expect(Socket.made).toHaveLength(2);
});

test("what a replaced connection still says is not heard", () => {
  const old = socket();
  connection.renew();
  old.say(hello);
  old.drop();

  expect(heard.hellos).toBe(0);
  expect(Socket.made).toHaveLength(2);
});

test("when the session has ended it is told once and not opened again", () => {
  socket().drop(4401);
  vi.advanceTimersByTime(60_000);

  expect(heard.ended).toBe(1);
  expect(Socket.made).toHaveLength(1);
});

test("pauses grow to ten seconds, and chance spreads them over their upper half", () => {
  expect([0, 1, 2, 9].map((tries) => pause(tries, 1))).toEqual([400, 800, 1600, 10_000]);
  expect(pause(9, 0)).toBe(5_000);
});
