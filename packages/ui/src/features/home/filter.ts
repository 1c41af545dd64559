import type { Container } from '@longshore/common/api/inventory';
import { cpuShare } from '../../controls/container-facts.ts';

/** Whether a container is shown. */
type ContainerFilter = (container: Container) => boolean;

/** A parsed filter. `unknown` holds the words that look like a condition but are not one. */
export interface ParsedFilter {
  readonly matches: ContainerFilter;
  readonly unknown: readonly string[];
  /** True when the filter itself asks for a state, so that stopped containers are not hidden. */
  readonly asksForState: boolean;
}

const WORD = /(-)?(?:"([^"]*)"|([^\s"]+))/g;
const COMPARISON = /^(cpu|mem|memory|restarts|pids)(>=|<=|>|<|=)(\d+(?:\.\d+)?)([a-z%]*)$/i;
const FIELD = /^([a-z]+):(.+)$/i;

const SIZES: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1_024,
  kib: 1_024,
  kb: 1_000,
  m: 1_048_576,
  mib: 1_048_576,
  mb: 1_000_000,
  g: 1_073_741_824,
  gib: 1_073_741_824,
  gb: 1_000_000_000,
};

const TEXT_FIELDS: Readonly<Record<string, (container: Container) => readonly (string | null)[]>> =
  {
    state: ({ state, health }) => [state, state === 'running' ? health : null],
    health: ({ health }) => [health],
    host: ({ host }) => [host],
    image: ({ image }) => [image],
    name: ({ name }) => [name],
    id: ({ id }) => [id],
    project: ({ project }) => [project],
    service: ({ service }) => [service],
    app: ({ application }) => [application?.name ?? null],
    port: ({ ports }) => ports,
  };

/**
 * Reads the filter box: bare words are searched in name, id, image, project and application; `state:exited`,
 * `host:a`, `cpu>50%`, `mem>100MiB`, `restarts>3`; a leading `-` negates. All words must hold.
 */
export function parseFilter(text: string): ParsedFilter {
  const tests: ContainerFilter[] = [];
  const unknown: string[] = [];
  let asksForState = false;
  for (const [, minus, quoted, bare] of text.matchAll(WORD)) {
    const word = quoted ?? bare ?? '';
    const found = quoted === undefined ? condition(word) : bareWord(word);
    if (!found) {
      unknown.push(word);
      continue;
    }
    asksForState ||= /^(state|health):/i.test(word);
    tests.push(minus ? (container) => !found(container) : found);
  }
  return {
    matches: (container) => tests.every((holds) => holds(container)),
    unknown,
    asksForState,
  };
}

function condition(word: string): ContainerFilter | undefined {
  const comparison = COMPARISON.exec(word);
  if (comparison) {
    return compare(comparison);
  }
  const field = FIELD.exec(word);
  const texts = TEXT_FIELDS[field?.[1]?.toLowerCase() ?? ''];
  if (field && texts) {
    const wanted = (field[2] ?? '').toLowerCase();
    return (container) => texts(container).some((text) => text?.toLowerCase().includes(wanted));
  }
  // `cpu>` alone is a condition that is still being typed; a colon in an image name is not one.
  return /^(cpu|mem|memory|restarts|pids)[<>=]/i.test(word) ? undefined : bareWord(word);
}

function bareWord(word: string): ContainerFilter {
  const wanted = word.toLowerCase();
  // An id is long and random: only its beginning can be meant.
  return ({ name, id, image, project, application }) =>
    id.startsWith(wanted) ||
    [name, image, project, application?.name].some((text) => text?.toLowerCase().includes(wanted));
}

function compare([, field = '', operator = '', digits = '', unit = '']: RegExpExecArray) {
  const subject = field.toLowerCase();
  const isShare = unit === '%' && (subject === 'cpu' || subject.startsWith('mem'));
  const limit = isShare ? Number(digits) / 100 : sized(subject, Number(digits), unit);
  if (limit === undefined) {
    return undefined;
  }
  return (container: Container) => {
    const value = isShare ? shareOf(container, subject) : amountOf(container, subject);
    return value !== null && holds(value, operator, limit);
  };
}

function sized(subject: string, amount: number, unit: string): number | undefined {
  if (subject.startsWith('mem')) {
    const factor = SIZES[unit.toLowerCase()];
    return factor === undefined ? undefined : amount * factor;
  }
  return unit === '' ? amount : undefined;
}

function shareOf(container: Container, subject: string): number | null {
  if (subject === 'cpu') {
    return cpuShare(container);
  }
  const { memoryUsedBytes, memoryLimitBytes } = container;
  return memoryUsedBytes === null || memoryLimitBytes === null
    ? null
    : memoryUsedBytes / memoryLimitBytes;
}

function amountOf(container: Container, subject: string): number | null {
  switch (subject) {
    case 'cpu':
      return container.cpuCores;
    case 'restarts':
      return container.restarts;
    case 'pids':
      return container.pids;
    default:
      return container.memoryUsedBytes;
  }
}

function holds(value: number, operator: string, limit: number): boolean {
  switch (operator) {
    case '>':
      return value > limit;
    case '<':
      return value < limit;
    case '>=':
      return value >= limit;
    case '<=':
      return value <= limit;
    default:
      return value === limit;
  }
}
