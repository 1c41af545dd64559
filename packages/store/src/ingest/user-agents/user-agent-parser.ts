import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parse } from 'yaml';
import { type Rule, readRules, type Versioned } from './rules.ts';

/** What a user agent says of itself. */
export interface UserAgent {
  readonly browser: Versioned | undefined;
  readonly os: Versioned | undefined;
  readonly device: string | undefined;
}

/** Longer texts are not from browsers, and each rule looks at the whole of it. */
const CHARS_MAX = 2_048;
/** Few agents send most of the requests. */
const CACHED_MAX = 1_000;

interface Rules {
  readonly browsers: readonly Rule[];
  readonly systems: readonly Rule[];
  readonly devices: readonly Rule[];
}

let rules: Rules | undefined;
const cache = new Map<string, UserAgent>();

/** Tells browser, operating system and device by the rules of https://github.com/ua-parser/uap-core. */
export function parseUserAgent(text: string): UserAgent {
  const shortened = text.slice(0, CHARS_MAX);
  const known = cache.get(shortened);
  if (known) {
    return known;
  }
  rules ??= loadRules();
  const agent = {
    browser: firstOf(rules.browsers, shortened),
    os: firstOf(rules.systems, shortened),
    device: firstOf(rules.devices, shortened)?.name,
  };
  if (cache.size >= CACHED_MAX) {
    cache.clear();
  }
  cache.set(shortened, agent);
  return agent;
}

function firstOf(list: readonly Rule[], text: string): Versioned | undefined {
  for (const rule of list) {
    const found = rule(text);
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** At the first use: a store without such a processor needs neither the time nor the memory. */
function loadRules(): Rules {
  const path = createRequire(import.meta.url).resolve('uap-core/regexes.yaml');
  const json: Readonly<Record<string, unknown>> = parse(readFileSync(path, 'utf8'));
  return {
    browsers: readRules(json.user_agent_parsers, 'family_replacement', 'v'),
    systems: readRules(json.os_parsers, 'os_replacement', 'os_v'),
    devices: readRules(json.device_parsers, 'device_replacement', undefined),
  };
}
