import { parseDuration } from '@longshore/common/duration';
import { errors, LongshoreError } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonText } from '@longshore/common/json';
import { nameMatcher } from '../../index/expression.ts';
import type { Remote } from './remote-client.ts';

const REMOTE_HOST =
  /^(?<scheme>[^:]+):\/\/(?<host>[^:/@?#\\\s]+):(?<port>\d+)(?<path>\/[^?#\\\s]*)?$/;
const KNOWN_REMOTE = new Set([
  ...['host', 'username', 'password', 'headers', 'api_key', 'socket_timeout', 'connect_timeout'],
]);
const TIMEOUT = '30s';
const PORT_MAX = 65_535;

/** The patterns of `reindex.remote.whitelist`; one that any address fits is refused. */
export function checkAllowed(patterns: readonly string[]): readonly string[] {
  const any = patterns.find((pattern) => /^(?:\*+|_all)$/.test(pattern));
  if (any !== undefined) {
    throw errors.settings(
      `reindex.remote.whitelist: [${any}] would let _reindex call every address; name hosts and ports`,
    );
  }
  return patterns;
}

/**
 * Reads `source.remote`. Refuses a host that `allowed` (`host:port`, with wildcards) does not name: whoever may copy
 * documents could otherwise make the store call whatever it can reach.
 */
export function readRemote(remote: JsonObject, allowed: readonly string[]): Remote {
  const { scheme, host, port, prefix } = readAddress(jsonText(remote.host ?? ''));
  const socketTimeoutMs = readTimeout(remote.socket_timeout);
  const connectTimeoutMs = readTimeout(remote.connect_timeout);
  const unknown = Object.keys(remote).filter((key) => !KNOWN_REMOTE.has(key));
  if (unknown.length > 0) {
    throw errors.illegalArgument(`Unsupported fields in [remote]: [${unknown.join(',')}]`);
  }
  const address = `${host}:${port}`;
  if (!allowed.some((pattern) => nameMatcher(pattern)(address))) {
    throw errors.illegalArgument(`[${address}] not whitelisted in reindex.remote.whitelist`);
  }
  if (scheme !== 'http' && scheme !== 'https') {
    throw errors.illegalArgument(`[host] must begin with http:// or https://, not [${scheme}]`);
  }
  const headers = readHeaders(remote);
  return { scheme, host, port, prefix, headers, socketTimeoutMs, connectTimeoutMs };
}

function readAddress(given: string) {
  const parts = REMOTE_HOST.exec(given)?.groups;
  const port = Number(parts?.port);
  if (parts === undefined || port > PORT_MAX) {
    throw errors.illegalArgument(
      `[host] must be of the form [scheme]://[host]:[port](/[pathPrefix])? but was [${given}]`,
    );
  }
  const { scheme = '', host = '', path = '' } = parts;
  return { scheme, host, port, prefix: path.replace(/\/$/, '') };
}

function readTimeout(given: Json | undefined): number {
  const text = jsonText(given ?? TIMEOUT);
  if (!/^\d+(?:ms|s|m|h|d|micros|nanos)$/.test(text)) {
    throw new LongshoreError('number_format_exception', 400, `For input string: "${text}"`);
  }
  return parseDuration(text);
}

function readHeaders({ headers, username, password, api_key: apiKey }: JsonObject) {
  if (headers !== undefined && !isObject(headers)) {
    throw errors.illegalArgument('[headers] of [remote] must be an object');
  }
  const given = Object.entries(headers ?? {}).map(
    ([name, value]) => [name.toLowerCase(), jsonText(value)] as const,
  );
  return Object.fromEntries([...given, ...authorization({ username, password, apiKey })]);
}

function authorization({
  username,
  password,
  apiKey,
}: Readonly<Record<'username' | 'password' | 'apiKey', Json | undefined>>) {
  if (apiKey !== undefined) {
    return [['authorization', `ApiKey ${jsonText(apiKey)}`] as const];
  }
  if (username === undefined) {
    return [];
  }
  const pair = Buffer.from(`${jsonText(username)}:${jsonText(password ?? '')}`).toString('base64');
  return [['authorization', `Basic ${pair}`] as const];
}
