import type { IndexEntry } from '../../index/index-entry.ts';

/** How often something is used, and in how many indices. */
interface Usage {
  readonly name: string;
  readonly count: number;
  readonly index_count: number;
}

/** The field types that indices use, by name. */
export function fieldTypes(entries: readonly IndexEntry[]): readonly Usage[] {
  return countUses(
    entries.map(({ mapping }) =>
      [...mapping.fields.values()].flatMap(({ type, grams }) =>
        grams === undefined ? [type] : [],
      ),
    ),
  );
}

/** The types of components that indices define for their analysis. */
export function analysisTypes(entries: readonly IndexEntry[]) {
  const settings = entries.map((entry) => definitionsOf(entry.settings));
  const types = (kind: string) =>
    countUses(settings.map((defined) => defined.filter((one) => one.kind === kind).map(typeOf)));
  return {
    char_filter_types: types('char_filter'),
    tokenizer_types: types('tokenizer'),
    filter_types: types('filter'),
    analyzer_types: types('analyzer'),
  };
}

interface Definition {
  readonly kind: string;
  readonly type: string | undefined;
}

/** An analyzer without a type is made of parts. */
const typeOf = ({ kind, type }: Definition): string =>
  type ?? (kind === 'analyzer' ? 'custom' : 'unknown');

const DEFINITION = /^index\.analysis\.(\w+)\.([^.]+)\.(.+)$/;

function definitionsOf(settings: Readonly<Record<string, unknown>>): readonly Definition[] {
  const found = new Map<string, Definition>();
  for (const [name, value] of Object.entries(settings)) {
    const [, kind = '', component, option] = DEFINITION.exec(name) ?? [];
    if (component !== undefined) {
      const key = `${kind}.${component}`;
      const type = option === 'type' ? String(value) : found.get(key)?.type;
      found.set(key, { kind, type });
    }
  }
  return [...found.values()];
}

function countUses(perIndex: readonly (readonly string[])[]): readonly Usage[] {
  const uses = new Map<string, { count: number; index_count: number }>();
  for (const names of perIndex) {
    for (const name of names) {
      const one = uses.get(name) ?? { count: 0, index_count: 0 };
      uses.set(name, { ...one, count: one.count + 1 });
    }
    for (const name of new Set(names)) {
      const one = uses.get(name) ?? { count: 0, index_count: 0 };
      uses.set(name, { ...one, index_count: one.index_count + 1 });
    }
  }
  return [...uses]
    .map(([name, one]) => ({ name, ...one }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
