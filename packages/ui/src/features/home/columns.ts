import type { Container } from '@longshore/common/api/inventory';
import { attentionOf, inStateMs, isLooping, stateWord } from '../../controls/container-facts.ts';
import type { SortOrder } from '../../url-state.ts';

/** A column of the container table; `value` is what it sorts by, null last in either direction. */
export interface Column {
  readonly key: ColumnKey;
  readonly value: (container: Container, nowMs: number) => number | string | null;
  /** Numbers show their largest first when a person first sorts by them. */
  readonly largestFirst: boolean;
}

/** The columns in their order. */
export type ColumnKey =
  | 'state'
  | 'name'
  | 'app'
  | 'image'
  | 'cpu'
  | 'memory'
  | 'network'
  | 'disk'
  | 'restarts'
  | 'uptime'
  | 'host'
  | 'ports';

const ATTENTION_ORDER = { bad: 0, busy: 1, ok: 2, quiet: 3 } as const;

const text = (key: ColumnKey, value: Column['value']): Column => ({
  key,
  value,
  largestFirst: false,
});
const number = (key: ColumnKey, value: Column['value']): Column => ({
  key,
  value,
  largestFirst: true,
});

export const COLUMNS: readonly Column[] = [
  text('state', (container, nowMs) =>
    isLooping(container, nowMs)
      ? ATTENTION_ORDER.bad
      : ATTENTION_ORDER[attentionOf(stateWord(container))],
  ),
  text('name', ({ name }) => name),
  text('app', ({ application }) => application?.name ?? null),
  text('image', ({ image }) => image),
  number('cpu', ({ cpuCores }) => cpuCores),
  number('memory', ({ memoryUsedBytes }) => memoryUsedBytes),
  number('network', ({ networkInBytesPerS, networkOutBytesPerS }) =>
    sum(networkInBytesPerS, networkOutBytesPerS),
  ),
  number('disk', ({ diskReadBytesPerS, diskWriteBytesPerS }) =>
    sum(diskReadBytesPerS, diskWriteBytesPerS),
  ),
  number('restarts', ({ restarts }) => restarts),
  number('uptime', (container, nowMs) => inStateMs(container, nowMs)),
  text('host', ({ host }) => host),
  text('ports', ({ ports }) => ports[0] ?? null),
];

/** The order before anybody chose one: what needs a person on top, then by name. */
export const DEFAULT_SORT: SortOrder = { key: 'state', descending: false };

/** Sorted containers; equal ones by name, so that rows do not jump between two snapshots. */
export function sortContainers(
  containers: readonly Container[],
  { key, descending }: SortOrder,
  nowMs: number,
): Container[] {
  const column = COLUMNS.find((candidate) => candidate.key === key);
  const sortValue = (container: Container) => column?.value(container, nowMs) ?? null;
  return containers.toSorted(
    (left, right) =>
      compare(sortValue(left), sortValue(right), descending) || left.name.localeCompare(right.name),
  );
}

function compare(
  left: number | string | null,
  right: number | string | null,
  descending: boolean,
): number {
  if (left === null || right === null) {
    return Number(left === null) - Number(right === null);
  }
  const order =
    typeof left === 'number' && typeof right === 'number'
      ? left - right
      : String(left).localeCompare(String(right));
  return descending ? -order : order;
}

function sum(left: number | null, right: number | null): number | null {
  return left === null && right === null ? null : (left ?? 0) + (right ?? 0);
}
