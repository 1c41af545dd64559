import type { Container } from '@longshore/common/api/inventory';

/** How rows are put together. */
export type Grouping = 'none' | 'host' | 'project';

/** A line of the table: the head of a group with its sums, or a container. */
export type Row =
  | { readonly kind: 'container'; readonly container: Container }
  | {
      readonly kind: 'group';
      readonly name: string;
      readonly count: number;
      readonly cpuCores: number;
      readonly memoryUsedBytes: number;
    };

/** Reads the grouping of an address. */
export function parseGrouping(text: string | undefined): Grouping {
  return text === 'host' || text === 'project' ? text : 'none';
}

/** The lines of the table: groups by name (those without one last), containers in the order given. */
export function rowsOf(containers: readonly Container[], grouping: Grouping): Row[] {
  const asRow = (container: Container): Row => ({ kind: 'container', container });
  if (grouping === 'none') {
    return containers.map(asRow);
  }
  const groups = new Map<string, Container[]>();
  for (const container of containers) {
    const name = (grouping === 'host' ? container.host : container.project) ?? '';
    groups.set(name, [...(groups.get(name) ?? []), container]);
  }
  return [...groups]
    .sort(
      ([left], [right]) => Number(left === '') - Number(right === '') || left.localeCompare(right),
    )
    .flatMap(([name, members]) => [
      {
        kind: 'group' as const,
        name,
        count: members.length,
        cpuCores: members.reduce((sum, { cpuCores }) => sum + (cpuCores ?? 0), 0),
        memoryUsedBytes: members.reduce(
          (sum, container) => sum + (container.memoryUsedBytes ?? 0),
          0,
        ),
      },
      ...members.map(asRow),
    ]);
}
