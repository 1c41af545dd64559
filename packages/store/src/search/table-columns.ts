import type { Engine } from '../engine/engine.ts';
import type { MappedField, Mapping } from '../index/mapping.ts';
import type { SearchIndex } from '../index/target.ts';
import { join, sql, string } from '../sql/sql.ts';

const TIMEOUT_MS = 10_000;
const TABLES_MAX = 10_000;

/** The columns of tables. */
type Tables = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Which columns tables have. A field is mapped when its first document is accepted, and gets its column when that
 * document becomes searchable: in between nothing searchable has a value, so the field is searched as if unmapped.
 */
export class TableColumns {
  readonly #engine: Engine;
  readonly #known = new Map<string, ReadonlySet<string>>();
  readonly #complete = new WeakSet<Mapping>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /**
   * The mappings of indices without the fields that their tables do not have yet. What is not known of the tables is
   * read in one statement.
   */
  async presentMappings(
    indices: readonly SearchIndex[],
  ): Promise<ReadonlyMap<SearchIndex, Mapping>> {
    const unknown = indices.filter(({ table, mapping }) => !this.#isComplete(table, mapping));
    const read = await this.#read(unknown.map(({ table }) => table));
    return new Map(indices.map((index) => [index, this.#presentMapping(index, read)]));
  }

  #presentMapping({ table, mapping }: SearchIndex, read: Tables): Mapping {
    if (this.#isComplete(table, mapping)) {
      return mapping;
    }
    const columns = read.get(table) ?? new Set();
    const fields = presentFields(mapping.fields, columns);
    const metadata = presentFields(mapping.metadata, columns);
    const nested = new Map([...mapping.nested].filter(([, { name }]) => columns.has(name)));
    return { ...mapping, fields, metadata, nested };
  }

  #isComplete(table: string, mapping: Mapping): boolean {
    const known = this.#known.get(table);
    if (!this.#complete.has(mapping) && known !== undefined && hasAll(mapping, known)) {
      this.#complete.add(mapping);
    }
    return this.#complete.has(mapping);
  }

  async #read(tables: readonly string[]): Promise<Tables> {
    if (tables.length === 0) {
      return new Map();
    }
    const qualified = join(
      tables.map((table) => {
        const [database = '', name = ''] = table.split('.', 2);
        return sql`(${string(unquoted(database))}, ${string(unquoted(name))})`;
      }),
      ', ',
    );
    const rows = await this.#engine.query(
      sql`SELECT concat(database, '.', table) AS t, groupArray(name) AS names FROM system.columns WHERE (database, table) IN (${qualified}) GROUP BY t`,
      { timeoutMs: TIMEOUT_MS },
    );
    const found = new Map(rows.map(({ t, names }) => [String(t), [names].flat().map(String)]));
    if (this.#known.size + tables.length > TABLES_MAX) {
      this.#known.clear();
    }
    const columns = new Map(tables.map((table) => [table, new Set(found.get(unquoted(table)))]));
    for (const [table, names] of columns) {
      this.#known.set(table, names);
    }
    return columns;
  }
}

const unquoted = (name: string): string => name.replaceAll('`', '');

const hasAll = ({ fields, metadata, nested }: Mapping, columns: ReadonlySet<string>): boolean =>
  [...fields.values(), ...metadata.values()].every(
    (field) => field.column.isPending === true || isThere(field, columns),
  ) && [...nested.values()].every(({ name }) => columns.has(name));

/** A field with tokens has three columns, which come together. */
const isThere = ({ column, analysis }: MappedField, columns: ReadonlySet<string>): boolean =>
  columns.has(column.name) &&
  (analysis?.tokens === undefined || columns.has(analysis.tokens.terms.name));

function presentFields(fields: Mapping['fields'], columns: ReadonlySet<string>): Mapping['fields'] {
  const present = [...fields].flatMap(([path, field]) => {
    const found = presentField(field, columns);
    return found === undefined ? [] : [[path, found] as const];
  });
  return new Map(present);
}

/** The field as the table has it: a list that is still one value, or not at all. */
function presentField(field: MappedField, columns: ReadonlySet<string>): MappedField | undefined {
  const { column } = field;
  if (column.isPending !== true && isThere(field, columns)) {
    return field;
  }
  const { promotedFrom, ...rest } = column;
  return promotedFrom !== undefined && columns.has(promotedFrom)
    ? { ...field, column: { ...rest, name: promotedFrom, list: false } }
    : undefined;
}
