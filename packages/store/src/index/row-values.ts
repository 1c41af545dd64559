import { errors } from '@longshore/common/errors';
import { type ColumnValue, DocumentValues } from '../write/document-values.ts';
import type { DocumentRow } from '../write/operation.ts';
import { IGNORED_COLUMN, isText } from './field-columns.ts';
import type { IndexMapping } from './index-mapping.ts';
import { FLATTENED_BOUNDARY, type MappedField, TEXT_BOUNDARY } from './mapping.ts';
import type { Stored } from './types/field-type.ts';

/** The values of one document by column, as the walk over it finds them. */
export class RowValues {
  /** Fields that got a second value and have no list column yet. */
  newLists: Set<string> | undefined;
  /** Fields that got their first value and have no column yet. */
  newColumns: Set<string> | undefined;
  /** Whether a column may have got a value before: after a list, or a field that is named in two ways. */
  mayRepeat = false;
  private readonly values = new DocumentValues();
  private ignored: Set<string> | undefined;
  private readonly timeField: string;
  private timeMs: number | undefined;

  /** `timeField` is the field that says when the document happened. */
  constructor(timeField: string) {
    this.timeField = timeField;
  }

  put(field: MappedField, value: Stored): void {
    const { name, list, required, isPending, overflowKey } = field.column;
    if (field.path === this.timeField && typeof value !== 'boolean') {
      const epochMs = typeof value === 'number' ? value : textMs(value);
      // Outside of data streams the field may be a text, which need not be a time.
      if (Number.isFinite(epochMs)) {
        this.time(epochMs, required);
      }
    }
    if (isPending === true) {
      this.newColumns ??= new Set();
      this.newColumns.add(field.path);
    } else if (overflowKey !== undefined) {
      this.append(name, `${overflowKey}${FLATTENED_BOUNDARY}${value}`);
    } else if (list) {
      this.append(name, value);
    } else if (!required) {
      this.putOne(field, value);
      this.putTokens(field, value);
    }
  }

  /** The tokens of a text whose words the engine does not find by itself; values are a gap apart. */
  private putTokens({ analysis }: MappedField, value: Stored): void {
    if (analysis?.tokens === undefined) {
      return;
    }
    const { terms, positions, positionGap } = analysis.tokens;
    const before = this.values.get(positions.name);
    const last = Array.isArray(before) ? Number(before.at(-1)) : undefined;
    const from = last === undefined ? 0 : last + 1 + positionGap;
    for (const { term, position } of analysis.index.analyze(String(value))) {
      this.append(terms.name, term);
      this.append(positions.name, from + position);
    }
  }

  /** The values by column. */
  [Symbol.iterator](): Iterator<readonly [string, ColumnValue]> {
    return this.values[Symbol.iterator]();
  }

  append(column: string, value: Stored): void {
    const before = this.values.get(column);
    if (before === undefined) {
      this.values.add(column, [value]);
    } else {
      (before as Stored[]).push(value);
    }
  }

  /** Notes that a value of the field is in the source only. */
  ignore(path: string): void {
    this.ignored ??= new Set();
    this.ignored.add(path);
  }

  row(mapping: IndexMapping): DocumentRow {
    for (const [path, value] of mapping.constants) {
      const field = mapping.fields.get(path);
      if (field) {
        this.values.set(field.column.name, value);
      }
    }
    if (this.ignored) {
      this.values.set(IGNORED_COLUMN.name, [...this.ignored].sort());
    }
    if (mapping.options.timeField !== undefined && this.timeMs === undefined) {
      const missing = `data stream timestamp field [${this.timeField}] is missing`;
      throw errors.documentParsing(`failed to parse: ${missing}`, errors.illegalArgument(missing));
    }
    return { timeMs: this.timeMs ?? 0, values: this.values };
  }

  /** A second value of a text is joined to the first; of anything else it makes the field a list. */
  private putOne(field: MappedField, value: Stored): void {
    const { name } = field.column;
    const before = this.mayRepeat ? this.values.get(name) : undefined;
    if (before === undefined) {
      this.values.add(name, value);
    } else if (isText(field.type)) {
      this.values.set(name, `${before}${TEXT_BOUNDARY}${value}`);
    } else {
      this.newLists ??= new Set();
      this.newLists.add(field.path);
    }
  }

  private time(epochMs: number, isOnlyOne: boolean): void {
    if (isOnlyOne && this.timeMs !== undefined) {
      throw errors.documentParsing(
        `failed to parse: data stream timestamp field [${this.timeField}] encountered multiple values`,
      );
    }
    this.timeMs ??= epochMs;
  }
}

/** Epoch ms of a moment as `date_nanos` writes it, `2026-11-25 10:00:00.123456789`. */
function textMs(moment: string): number {
  return Date.parse(`${moment.slice(0, 23).replace(' ', 'T')}Z`);
}
