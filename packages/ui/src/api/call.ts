import type { Endpoint, QueryOf, ReplyOf } from '@longshore/common/endpoint';

/** Why a call gave no reply: the server's words, or what the network said. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly type: string;
  /** 0 when no answer came at all. */
  readonly status: number;
  readonly path: string;

  constructor(type: string, status: number, reason: string, path: string) {
    super(reason);
    this.type = type;
    this.status = status;
    this.path = path;
  }
}

/** Calls an endpoint of our own API. A failure is an `ApiError`; an aborted call rejects as `fetch` does. */
export async function call<E extends Endpoint>(
  endpoint: E,
  query: QueryOf<E>,
  signal?: AbortSignal,
): Promise<ReplyOf<E>> {
  const path = addressOf(endpoint.path, Object.entries(query ?? {}));
  const response = await reach(path, { method: endpoint.method, signal: signal ?? null });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    throw refusal(body, response.status, path);
  }
  if (body === undefined) {
    throw new ApiError('broken_reply', response.status, 'The reply is not JSON.', path);
  }
  // The server serialises its reply with this endpoint's schema, so its shape is checked there.
  return body as ReplyOf<E>;
}

/** The address of a call: `:name` parameters from the query go into the path, the rest behind it. */
export function addressOf(path: string, query: ReadonlyArray<readonly [string, unknown]>): string {
  const rest = new URLSearchParams();
  let filled = path;
  for (const [key, value] of query) {
    if (filled.includes(`:${key}`)) {
      filled = filled.replace(`:${key}`, encodeURIComponent(String(value)));
    } else if (value !== undefined) {
      rest.append(key, String(value));
    }
  }
  const tail = rest.toString();
  return tail === '' ? filled : `${filled}?${tail}`;
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') {
      throw cause;
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ApiError('unreachable', 0, reason, path);
  }
}

function refusal(body: unknown, status: number, path: string): ApiError {
  const error = member(body, 'error');
  const type = member(error, 'type');
  const reason = member(error, 'reason');
  return new ApiError(
    typeof type === 'string' ? type : 'unknown',
    status,
    typeof reason === 'string' ? reason : `HTTP ${status}`,
    path,
  );
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
