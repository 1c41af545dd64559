import { DEFAULT_DATE_FORMAT } from '@longshore/common/date-format';
import { errors } from '@longshore/common/errors';
import { FIELD_TYPES } from '../index/field-types.ts';
import { isDate, isText, type SearchField } from './field-context.ts';

/** How values of a field are compared, grouped and written in answers, over all indices of a search. */
export type ValueKind = 'int' | 'uint' | 'float' | 'bool' | 'date' | 'nanos' | 'ip' | 'text';

/** The kind of a field; text fields have none. */
function kindOf(field: SearchField): ValueKind {
  switch (field.column.type) {
    case 'Int64':
      return 'int';
    case 'UInt64':
      return 'uint';
    case 'Float64':
      return 'float';
    case 'Bool':
      return 'bool';
    case 'DateTime64(3)':
      return 'date';
    case 'DateTime64(9)':
      return 'nanos';
    case 'IPv6':
      return 'ip';
    default:
      return 'text';
  }
}

/** What a search needs to know of one field in all of its indices. */
export interface CommonField {
  readonly kind: ValueKind;
  /** Of dates. */
  readonly format: string;
  /** Numbers of 32 bits or fewer in all indices: shown with the digits that tell them apart. */
  readonly isSingle: boolean;
  /** Versions in all indices: they sort as such, not as texts. */
  readonly isVersion: boolean;
}

/** The common kind of a field in several indices; undefined if none maps it. Kinds that cannot be one are refused. */
export function commonField(
  path: string,
  fields: readonly (SearchField | undefined)[],
  purpose: string,
): CommonField | undefined {
  const mapped = fields.filter((field) => field !== undefined);
  const [first] = mapped;
  if (first === undefined) {
    return undefined;
  }
  for (const field of mapped) {
    refuseText(path, field);
    refuseStructured(field, purpose);
  }
  const kinds = new Set(mapped.map(kindOf));
  const format = mapped.find(isDate)?.format ?? DEFAULT_DATE_FORMAT;
  return {
    kind: widest(kinds) ?? refuseMix(path, kinds, purpose),
    format,
    isSingle: mapped.every(isSingle),
    isVersion: mapped.every(({ type }) => type === 'version'),
  };
}

const isSingle = ({ type }: SearchField): boolean => type === 'float' || type === 'half_float';

function widest(kinds: ReadonlySet<ValueKind>): ValueKind | undefined {
  const [first] = kinds;
  if (kinds.size === 1) {
    return first;
  }
  const all = (...allowed: readonly ValueKind[]) =>
    [...kinds].every((kind) => allowed.includes(kind));
  if (all('int', 'uint', 'float')) {
    return 'float';
  }
  return all('date', 'nanos') ? 'nanos' : undefined;
}

function refuseMix(path: string, kinds: ReadonlySet<ValueKind>, purpose: string): never {
  throw errors.illegalArgument(
    `Can't ${purpose} field [${path}]; the field has incompatible types: [${[...kinds].sort().join(', ')}] across the indices`,
  );
}

/** Ranges, points and the like are more than one value. */
function refuseStructured({ path, type }: SearchField, purpose: string): void {
  const { shape, isAggregatable } = FIELD_TYPES[type];
  if (shape === 'pairs' || isAggregatable === false) {
    throw errors.illegalArgument(`Can't ${purpose} field [${path}] of type [${type}]`);
  }
}

/** Text fields have words, not values. */
function refuseText(path: string, field: SearchField): void {
  if (isText(field)) {
    throw errors.illegalArgument(
      `Text fields are not optimised for operations that require per-document field data like aggregations and sorting, so these operations are disabled by default. Please use a keyword field instead. Alternatively, set fielddata=true on [${path}] in order to load field data by uninverting the inverted index. Note that this can use significant memory.`,
    );
  }
}
