import type { Engine } from '../engine/engine.ts';
import type { MappedField, Mapping } from '../index/mapping.ts';
import type { SearchIndex } from '../index/target.ts';
import { sql, string } from '../sql/sql.ts';

const TIMEOUT_MS = 10_000;
const TABLES_MAX = 10_000;

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

  /** The mapping of an index without the fields that its table does not have yet. */
  async presentMapping({ table, mapping }: SearchIndex): Promise<Mapping> {
    if (this.#complete.has(mapping)) {
      return mapping;
    }
    const known = this.#known.get(table);
    const columns = known !== undefined && hasAll(mapping, known) ? known : await this.#read(table);
    if (hasAll(mapping, columns)) {
      this.#complete.add(mapping);
      return mapping;
    }
    const fields = presentFields(mapping.fields, columns);
    const metadata = presentFields(mapping.metadata, columns);
    const nested = new Map([...mapping.nested].filter(([, { name }]) => columns.has(name)));
    return { ...mapping, fields, metadata, nested };
  }

  async #read(table: string): Promise<ReadonlySet<string>> {
    const [database = '', name = ''] = table.split('.', 2).map((part) => part.replaceAll('`', ''));
    const rows = await this.#engine.query(
      sql`SELECT name FROM system.columns WHERE database = ${string(database)} AND table = ${string(name)}`,
      { timeoutMs: TIMEOUT_MS },
    );
    const columns = new Set(rows.map((row) => String(row.name)));
    if (this.#known.size >= TABLES_MAX) {
      this.#known.clear();
    }
    this.#known.set(table, columns);
    return columns;
  }
}

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
