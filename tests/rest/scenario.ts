import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { APIS } from './apis.ts';

/** One test of a file, with the steps that come before each of them. */
export interface Scenario {
  readonly name: string;
  readonly steps: readonly Step[];
}

type Step = Readonly<Record<string, unknown>>;

/** Statuses that a `catch` stands for; any other text is a regular expression for the answer. */
const CATCH: Readonly<Record<string, (status: number) => boolean>> = {
  bad_request: (status) => status === 400,
  missing: (status) => status === 404,
  conflict: (status) => status === 409,
  forbidden: (status) => status === 403,
  request: (status) => status >= 400,
  request_timeout: (status) => status === 408,
};

/** Reads the tests of a file in the format of OpenSearch's REST tests. */
export function readScenarios(path: string): readonly Scenario[] {
  const documents = parseAllDocuments(readFileSync(path, 'utf8'));
  const parts = documents.map((document) => document.toJSON() as Record<string, Step[]> | null);
  const named = parts.flatMap((part) => Object.entries(part ?? {}));
  const setup = named.find(([name]) => name === 'setup')?.[1] ?? [];
  return named
    .filter(([name]) => name !== 'setup')
    .map(([name, steps]) => ({ name, steps: [...setup, ...steps] }));
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Runs the steps of a test against a server; the first that fails fails the test. */
export async function runScenario(url: string, { steps }: Scenario): Promise<void> {
  const kept = new Map<string, unknown>();
  let answer: Answer = { status: 0, body: undefined };
  for (const step of steps) {
    const [kind, argument] = Object.entries(step)[0] ?? [];
    if (kind === 'do') {
      answer = await call(url, argument as Record<string, unknown>, kept);
    } else {
      check(kind ?? '', argument, { answer, kept });
    }
  }
}

async function call(
  url: string,
  action: Readonly<Record<string, unknown>>,
  kept: Map<string, unknown>,
): Promise<Answer> {
  const { catch: caught, ...rest } = action;
  const [name = '', given] = Object.entries(rest)[0] ?? [];
  const api = APIS[name];
  if (!api) {
    throw new Error(`the API [${name}] is missing in tests/rest/apis.ts`);
  }
  const { body, ...parameters } = fillIn(given ?? {}, kept) as Record<string, unknown>;
  const path = api.paths.find((one) => partsOf(one).every((part) => part in parameters)) ?? '';
  const parts = partsOf(path);
  const query = Object.entries(parameters).filter(([key]) => !parts.includes(key));
  const filled = path.replace(/\{(\w+)\}/g, (_, part) =>
    encodeURIComponent(String(parameters[part])),
  );
  const search = new URLSearchParams(query.map(([key, value]) => [key, String(value)]));
  const response = await fetch(`${url}${filled}?${search}`, {
    method: api.method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: bodyText(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true && text !== '';
  const answer = { status: response.status, body: isJson ? JSON.parse(text) : text };
  checkStatus(String(name), caught, { status: answer.status, text });
  return api.method === 'HEAD' ? { ...answer, body: response.ok } : answer;
}

function partsOf(path: string): readonly string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, part = '']) => part);
}

/** A list is sent one document a line. */
/** A text is sent as it is: it may be no JSON. */
function bodyText(body: unknown): string {
  if (typeof body === 'string') {
    return body;
  }
  return Array.isArray(body)
    ? body.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('')
    : JSON.stringify(body);
}

function checkStatus(
  name: string,
  caught: unknown,
  { status, text }: { readonly status: number; readonly text: string },
): void {
  const described = `${name} answered ${status} ${text}`;
  if (caught === undefined) {
    const isGood = status < 400 || (status === 404 && text === '');
    expect(isGood, described).toBe(true);
    return;
  }
  const pattern = /^\/(.*)\/$/s.exec(String(caught))?.[1];
  if (pattern !== undefined) {
    expect(status, described).toBeGreaterThanOrEqual(400);
    expect(text).toMatch(new RegExp(pattern));
  } else {
    expect(CATCH[String(caught)]?.(status), `${described}, not ${caught}`).toBe(true);
  }
}

interface State {
  readonly answer: Answer;
  readonly kept: Map<string, unknown>;
}

function check(kind: string, argument: unknown, { answer, kept }: State): void {
  if (kind === 'is_true' || kind === 'is_false') {
    const value = at(answer.body, String(argument), kept);
    const isThere =
      value !== undefined && value !== false && value !== 0 && value !== '' && value !== null;
    expect(isThere, `${argument} is ${JSON.stringify(value)}`).toBe(kind === 'is_true');
    return;
  }
  for (const [path, expected] of Object.entries(argument as Record<string, unknown>)) {
    const value = at(answer.body, path, kept);
    switch (kind) {
      case 'match':
        expectMatch(value, fillIn(expected, kept), path);
        break;
      case 'length':
        expect(Object.keys(value ?? {}), path).toHaveLength(Number(expected));
        break;
      case 'set':
        kept.set(String(expected), value);
        break;
      default:
        throw new Error(`the step [${kind}] is not known`);
    }
  }
}

function expectMatch(value: unknown, expected: unknown, path: string): void {
  const pattern =
    typeof expected === 'string' ? /^\s*\/(.*)\/\s*$/s.exec(expected)?.[1] : undefined;
  if (pattern !== undefined) {
    expect(String(value), path).toMatch(new RegExp(pattern));
  } else {
    expect(value, path).toEqual(expected);
  }
}

/**
 * `hits.hits.0._source.a\.b`; `$name` stands for a kept value, `_arbitrary_key_` for the first name there is, and
 * `$body` or nothing for the whole answer.
 */
function at(body: unknown, path: string, kept: Map<string, unknown>): unknown {
  if (path === '' || path === '$body') {
    return body;
  }
  let value = body;
  for (const part of path.split(/(?<!\\)\./)) {
    const object = value as Record<string, unknown> | undefined;
    value = object?.[memberName(part, object ?? {}, kept)];
  }
  return value;
}

function memberName(part: string, object: object, kept: Map<string, unknown>): string {
  if (part === '_arbitrary_key_') {
    return Object.keys(object)[0] ?? '';
  }
  return part.startsWith('$') ? String(kept.get(part.slice(1))) : part.replaceAll('\\.', '.');
}

function fillIn(value: unknown, kept: Map<string, unknown>): unknown {
  if (typeof value === 'string' && value.startsWith('$')) {
    return kept.has(value.slice(1)) ? kept.get(value.slice(1)) : value;
  }
  if (Array.isArray(value)) {
    return value.map((item) => fillIn(item, kept));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, fillIn(item, kept)]),
    );
  }
  return value;
}
