const KEY = "yingda.seat";

/** A seat is this browser tab; a duplicated tab copies the name but cannot hold its lock. */
async function holds(seat: string): Promise<boolean> {
  if (!("locks" in navigator)) return true;
  return new Promise((decide) => {
    void navigator.locks.request(`seat.${seat}`, { ifAvailable: true }, (lock) => {
      decide(lock !== null);
      return lock === null ? undefined : new Promise<void>(() => undefined);
    });
  });
}

function fresh(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

let claimed: Promise<string> | null = null;

async function claim(): Promise<string> {
  const stored = sessionStorage.getItem(KEY);
  if (stored && (await holds(stored))) return stored;
  const seat = fresh();
  sessionStorage.setItem(KEY, seat);
  await holds(seat);
  return seat;
}

/** The name of this tab's seat: the same after a reload, another in every other tab. */
export function thisSeat(): Promise<string> {
  claimed ??= claim();
  return claimed;
}
