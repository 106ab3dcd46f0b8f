/** A refusal or outage of the service; `code` is stable and has its sentence in the catalogue. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly details: Record<string, unknown> = {},
  ) {
    super(code);
    this.name = "ApiError";
  }
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

const signedOutListeners = new Set<() => void>();

/** Calls `listener` whenever the service says that nobody is signed on here. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

/** Tells everybody who listens that the session has ended. */
export function signedOut(): void {
  signedOutListeners.forEach((tell) => tell());
}

async function refusal(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const error = (body as { error?: { code?: string; details?: Record<string, unknown> } } | null)
    ?.error;
  const code = error?.code ?? (response.status >= 500 ? "service-failed" : "refused");
  return new ApiError(response.status, code, { status: response.status, ...error?.details });
}

async function send(method: Method, path: string, body: unknown): Promise<Response> {
  const init: RequestInit = { method, credentials: "same-origin" };
  if (body !== undefined) {
    init.headers = { "content-type": "application/json" };
    init.body = JSON.stringify(body);
  }
  try {
    return await fetch(path, init);
  } catch {
    throw new ApiError(0, "offline");
  }
}

/** The parsed answer of the service; throws `ApiError` for anything but success. */
export async function api<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const response = await send(method, `/api${path}`, body);
  if (response.ok) {
    const text = await response.text();
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }
  const error = await refusal(response);
  if (error.status === 401 && path !== "/session") signedOut();
  throw error;
}

/** `path` with the given query, leaving out what is empty. */
export function withQuery(
  path: string,
  query: Record<string, string | number | null | undefined>,
): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") search.set(key, String(value));
  }
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}
