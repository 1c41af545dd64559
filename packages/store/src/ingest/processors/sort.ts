import { errors } from '@longshore/common/errors';
import { type IngestValue, isNumeric, toNumber } from '../ingest-value.ts';
import { field, oneOf, optional, required, withDefault } from '../options.ts';
import { defineProcessor } from '../processor-type.ts';
import { castError, readValue } from '../read-field.ts';

const ORDERS = ['asc', 'desc'] as const;
const unrecognized = (order: string) =>
  `Sort direction [${order}] not recognized. Valid values are: [${ORDERS.join(', ')}]`;

/** https://www.elastic.co/docs/reference/enrich-processor/sort-processor */
export const sort = defineProcessor({
  name: 'sort',
  summary: 'Sorts a list of numbers or of texts.',
  options: {
    field: required(field, 'List to sort.'),
    order: withDefault(oneOf(ORDERS, unrecognized), 'asc', 'Direction.'),
    target_field: optional(field, 'Where the list goes; the field itself if not given.'),
  },
  create: ({ field: source, order, target_field: target }) => {
    const sign = order === 'asc' ? 1 : -1;
    return (document) => {
      const path = source(document);
      const value = readValue(document, path, false);
      if (!Array.isArray(value)) {
        throw castError(path, value ?? null, 'java.util.List');
      }
      if (value.some((item) => item === null)) {
        throw errors.illegalArgument(`field [${path.text}] has a null, which cannot be sorted`);
      }
      const sorted = [...value].sort((a, b) => sign * compare(a, b, path.text));
      document.set(target?.(document) ?? path, sorted);
    };
  },
});

function compare(a: IngestValue, b: IngestValue, name: string): number {
  if (isNumeric(a) && isNumeric(b)) {
    return toNumber(a) - toNumber(b);
  }
  if (typeof a === 'string' && typeof b === 'string') {
    return a < b ? -1 : Number(a > b);
  }
  if (typeof a === 'boolean' && typeof b === 'boolean') {
    return Number(a) - Number(b);
  }
  throw errors.illegalArgument(`the items of field [${name}] cannot be compared with each other`);
}
