import { errors } from './errors.ts';

/** What a server of ours looks at before it answers: headers as received, and what its owner allows. */
export interface GuardedRequest {
  readonly method: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly secFetchSite: string | undefined;
  readonly secFetchMode: string | undefined;
  readonly secFetchDest: string | undefined;
  /** Further names (`shop`) or addresses (`shop:9200`) under which the server may be called. */
  readonly allowedHosts?: readonly string[];
  /** Lets a link on another site open a page of ours; for the UI only. */
  readonly allowNavigation?: boolean;
}

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/;

/**
 * Protects a port without authentication from web pages: a foreign name in `Host` is DNS rebinding, a foreign
 * `Origin` or `Sec-Fetch-Site` is a cross-site request. Gives the reason to refuse (answer 403), or `undefined`.
 */
export function checkRequest(request: GuardedRequest): string | undefined {
  const host = request.host?.toLowerCase();
  if (host === undefined || !isKnownHost(host, request.allowedHosts ?? [])) {
    return `the Host header [${request.host ?? ''}] is not a name of this server; use localhost or 127.0.0.1`;
  }
  if (request.origin !== undefined && request.origin.toLowerCase() !== `http://${host}`) {
    return `requests of web pages from [${request.origin}] are not allowed`;
  }
  const site = request.secFetchSite ?? 'none';
  if (site === 'none' || site === 'same-origin') {
    return undefined;
  }
  if (request.allowNavigation === true && isNavigation(request)) {
    return undefined;
  }
  return `requests of other web pages (Sec-Fetch-Site: ${site}) are not allowed`;
}

function isKnownHost(host: string, allowed: readonly string[]): boolean {
  const name = HOST.exec(host)?.[1];
  if (name === undefined) {
    return false;
  }
  return (
    LOOPBACK_NAMES.includes(name) ||
    allowed.some((entry) => entry.toLowerCase() === host || entry.toLowerCase() === name)
  );
}

/** A person followed a link: the answer is shown as a page of its own and cannot be read by the other site. */
function isNavigation({ method, secFetchMode, secFetchDest }: GuardedRequest): boolean {
  return method === 'GET' && secFetchMode === 'navigate' && secFetchDest === 'document';
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/i;

/** Refuses to listen on an address that others can reach; nobody would have to say who they are. */
export function assertLoopback(setting: string, host: string): void {
  if (!LOOPBACK.test(host)) {
    throw errors.settings(
      `[${setting}] is [${host}], which other machines may reach. Until there is authentication, Longshore ` +
        'listens on this machine only: set it to 127.0.0.1, and use an SSH tunnel from elsewhere.',
    );
  }
}
