import { errors } from '@longshore/common/errors';
import { configurationError } from '../configuration-error.ts';
import { clone } from '../ingest-value.ts';
import {
  anything,
  field,
  fields,
  flag,
  optional,
  required,
  text,
  withDefault,
} from '../options.ts';
import { defineProcessor, type Making } from '../processor-type.ts';
import { readText } from '../read-field.ts';

const COLUMNS_MAX = 10_000;

/** https://www.elastic.co/docs/reference/enrich-processor/csv-processor */
export const csv = defineProcessor({
  name: 'csv',
  summary: 'Reads the columns of one line of CSV.',
  options: {
    field: required(field, 'Line to read.'),
    target_fields: required(
      fields,
      'Fields that take the columns, in order; more columns are left out.',
    ),
    separator: withDefault(text, ',', 'One character between two columns.'),
    quote: withDefault(text, '"', 'One character around columns that hold a separator.'),
    ignore_missing: withDefault(flag, false, 'Do nothing when the field is missing or null.'),
    trim: withDefault(flag, false, 'Take blanks off both ends of columns without quotes.'),
    empty_value: optional(anything, 'Value of empty columns; they are left out if not given.'),
  },
  create: (options, making) => {
    if (options.target_fields.length === 0) {
      throw configurationError("target fields list can't be empty", making.place, 'target_fields');
    }
    const format = {
      separator: oneChar('separator', options.separator, making),
      quote: oneChar('quote', options.quote, making),
      trims: options.trim,
    };
    const { field: source, empty_value: empty } = options;
    return (document) => {
      const value = readText(document, source(document), options.ignore_missing);
      if (value === undefined) {
        return;
      }
      const columns = readColumns(value, format);
      for (const [i, target] of options.target_fields.entries()) {
        const column = columns[i];
        if (column === undefined) {
          break;
        }
        if (column !== '') {
          document.set(target(document), column);
        } else if (empty !== undefined) {
          document.set(target(document), clone(empty));
        }
      }
    };
  },
});

function oneChar(key: string, value: string, { place }: Making): string {
  if (value.length !== 1) {
    throw configurationError(
      `${key} has to be single character string like "," or ";"`,
      place,
      key,
    );
  }
  return value;
}

interface Format {
  readonly separator: string;
  readonly quote: string;
  readonly trims: boolean;
}

function readColumns(line: string, format: Format): readonly string[] {
  const columns: string[] = [];
  for (let at = 0; at <= line.length; ) {
    const column = readColumn(line, at, format);
    columns.push(column.text);
    at = column.end + 1;
    if (columns.length > COLUMNS_MAX) {
      throw errors.illegalArgument(`a line may have ${COLUMNS_MAX} columns`);
    }
  }
  return columns;
}

interface Column {
  readonly text: string;
  /** Of the separator behind it, or of the line. */
  readonly end: number;
}

function readColumn(line: string, from: number, format: Format): Column {
  let at = from;
  while (format.trims && isBlank(line.charAt(at)) && line.charAt(at) !== format.separator) {
    at += 1;
  }
  if (line.charAt(at) === format.quote) {
    return readQuoted(line, at + 1, format);
  }
  const separator = line.indexOf(format.separator, at);
  const end = separator < 0 ? line.length : separator;
  const text = line.slice(at, end);
  if (text.includes(format.quote)) {
    throw illegal(line.indexOf(format.quote, at));
  }
  return { text: format.trims ? text.trimEnd() : text, end };
}

/** A quote within quotes is written twice. */
function readQuoted(line: string, from: number, { separator, quote, trims }: Format): Column {
  let text = '';
  let at = from;
  for (;;) {
    const end = line.indexOf(quote, at);
    if (end < 0) {
      throw errors.illegalArgument('Unmatched quote');
    }
    text += line.slice(at, end);
    if (line.charAt(end + 1) !== quote) {
      at = end + 1;
      break;
    }
    text += quote;
    at = end + 2;
  }
  while (trims && isBlank(line.charAt(at)) && line.charAt(at) !== separator) {
    at += 1;
  }
  if (at < line.length && line.charAt(at) !== separator) {
    throw illegal(at);
  }
  return { text, end: at };
}

const isBlank = (char: string) => char === ' ' || char === '\t';

const illegal = (at: number) =>
  errors.illegalArgument(`Illegal character inside unquoted field at ${at}`);
