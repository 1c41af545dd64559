import { errors } from '@longshore/common/errors';
import { toJsonText } from '../../search/json-text.ts';
import type { Column, Row } from '../../tables/row.ts';
import { jsonValue, writeAligned, writeSeparated, writeTabs } from '../../tables/write-table.ts';
import type { Parameters } from '../parameters.ts';
import type { RestAnswer } from '../route.ts';

/** Formats of tables beside JSON; the names are those of `format`. */
export const TABLE_FORMATS = ['csv', 'tsv', 'txt'] as const;
type TableFormat = (typeof TABLE_FORMATS)[number] | 'json';

const CONTENT_TYPES = {
  csv: 'text/csv; charset=UTF-8',
  tsv: 'text/tab-separated-values; charset=UTF-8',
  txt: 'text/plain; charset=UTF-8',
} as const;

/** A page of an answer. */
interface TablePage {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly timeZone: string;
}

/** The format that a request wants its table in. */
export function tableFormat(parameters: Parameters): TableFormat {
  const given = parameters.text('format') ?? 'json';
  return TABLE_FORMATS.find((one) => one === given) ?? (given === 'text' ? 'txt' : 'json');
}

/** A table as text. */
export function textTable(
  format: (typeof TABLE_FORMATS)[number],
  page: TablePage & { readonly hasHeader: boolean },
  parameters: Parameters,
): Pick<RestAnswer, 'body' | 'contentType'> {
  const hasHeader = page.hasHeader && parameters.text('header') !== 'absent';
  const table = { ...page, hasHeader };
  const contentType = CONTENT_TYPES[format];
  switch (format) {
    case 'csv':
      return { body: writeSeparated(table, readDelimiter(parameters)), contentType };
    case 'tsv':
      return { body: writeTabs(table), contentType };
    case 'txt':
      return { body: writeAligned(table), contentType };
  }
}

function readDelimiter(parameters: Parameters): ',' | ';' | '|' {
  const given = parameters.text('delimiter') ?? ',';
  if (given !== ',' && given !== ';' && given !== '|') {
    throw errors.illegalArgument(`[delimiter] must be one of [, ; |], not [${given}]`);
  }
  return given;
}

/** The rows of a table in JSON. */
export const jsonRows = ({ columns, rows, timeZone }: TablePage): unknown[][] =>
  rows.map((row) => columns.map((column, i) => jsonValue(row[i] ?? null, column, timeZone)));

/** The same, column by column. */
export const jsonColumns = (page: TablePage): unknown[][] => {
  const rows = jsonRows(page);
  return page.columns.map((_, i) => rows.map((row) => row[i]));
};

/** An answer in JSON, whose numbers keep their spelling. */
export const jsonAnswer = (body: Readonly<Record<string, unknown>>): RestAnswer => ({
  status: 200,
  body: toJsonText(body),
});
