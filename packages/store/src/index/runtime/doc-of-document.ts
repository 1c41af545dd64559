import { errors } from '@longshore/common/errors';
import { Moment } from '../../script/classes/time.ts';
import { order } from '../../script/compare.ts';
import { DocMap } from '../../script/doc-values.ts';
import { Double } from '../../script/values.ts';
import type { ExactJson } from '../exact-json.ts';
import type { IndexMapping } from '../index-mapping.ts';
import { mapDocument } from '../map-document.ts';
import { FLATTENED_BOUNDARY, type MappedField } from '../mapping.ts';

/** `doc` of a document as it would be stored: values by type, ascending, of keywords each once. */
export function openDoc(mapping: IndexMapping, source: ExactJson): DocMap {
  const mapped = mapDocument(mapping, source);
  return new DocMap((path) => {
    const field = mapped.mapping.fields.get(path);
    if (!field) {
      return undefined;
    }
    const stored = mapped.row.values.get(field.column.name) ?? [];
    const own = field.column.required ? mapped.row.timeMs : stored;
    const values = Array.isArray(own) ? own : [own];
    return toScript(field, ownValues(field, values));
  });
}

/** Values of a field that shares a column with others, without those of the others. */
function ownValues({ column }: MappedField, values: readonly unknown[]): readonly unknown[] {
  if (column.overflowKey === undefined) {
    return values;
  }
  const prefix = `${column.overflowKey}${FLATTENED_BOUNDARY}`;
  const texts = values.map(String).filter((text) => text.startsWith(prefix));
  return texts.map((text) => typed(column.type, text.slice(prefix.length)));
}

function typed(type: MappedField['column']['type'], text: string): unknown {
  if (type === 'Bool') {
    return text === 'true';
  }
  return type === 'Float64' || type === 'DateTime64(3)' ? Number(text) : text;
}

function toScript(field: MappedField, stored: readonly unknown[]): readonly unknown[] {
  const read = READERS[field.column.type];
  if (field.type === 'text' || field.type === 'match_only_text') {
    throw errors.illegalArgument(
      `Text fields are not optimised for operations that require per-document field data like aggregations and sorting, so these operations are disabled by default. Please use a keyword field instead. Alternatively, set fielddata=true on [${field.path}] in order to load field data by uninverting the inverted index. Note that this can use significant memory.`,
    );
  }
  const values = stored.map(read).sort(order);
  const isTexts =
    field.column.type.endsWith('String') || field.column.type === 'LowCardinality(String)';
  return isTexts ? values.filter((value, i) => value !== values[i - 1]) : values;
}

/** What is stored as a value of a script. */
const READERS: Readonly<Record<MappedField['column']['type'], (value: unknown) => unknown>> = {
  String,
  'LowCardinality(String)': String,
  Int64: (value) => BigInt(String(value)),
  UInt64: (value) => BigInt(String(value)),
  Float64: (value) => new Double(Number(value)),
  Bool: (value) => value === true,
  'DateTime64(3)': (value) => new Moment(Number(value), 0, 'Z'),
  'DateTime64(9)': readNanos,
  IPv6: (value) => String(value).replace(/^::ffff:(?=\d+\.)/, ''),
};

/** `2024-05-01 10:00:00.123456789` */
function readNanos(value: unknown): Moment {
  const text = String(value);
  const epochMs = Date.parse(`${text.slice(0, 10)}T${text.slice(11, 23)}Z`);
  return new Moment(epochMs, Number(text.slice(23)), 'Z');
}
