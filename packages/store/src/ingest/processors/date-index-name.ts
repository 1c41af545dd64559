import { parseDateMath } from '@longshore/common/date-math';
import { errors } from '@longshore/common/errors';
import { configurationError } from '../configuration-error.ts';
import { datePattern } from '../dates/date-pattern.ts';
import { dateReader, readDate } from '../dates/date-reader.ts';
import { parsePath } from '../field-path.ts';
import { field, required, template, text, texts, withDefault } from '../options.ts';
import { defineProcessor } from '../processor-type.ts';
import { castError, readTextOrNumber } from '../read-field.ts';

const ROUNDINGS = new Set(['y', 'M', 'w', 'd', 'h', 'm', 's']);
const INDEX = parsePath('_index');

/** https://www.elastic.co/docs/reference/enrich-processor/date-index-name-processor */
export const dateIndexName = defineProcessor({
  name: 'date_index_name',
  summary: 'Sends a document to the index of its day, month or other period.',
  options: {
    field: required(field, 'Date to read.'),
    index_name_prefix: withDefault(template, '', 'What the name begins with.'),
    date_rounding: required(template, 'Period of an index: `y`, `M`, `w`, `d`, `h`, `m` or `s`.'),
    date_formats: withDefault(
      texts,
      ["yyyy-MM-dd'T'HH:mm:ss.SSSXX"],
      'Formats of the date, as for `date`.',
    ),
    timezone: withDefault(text, 'UTC', 'Zone of the date and of the rounding.'),
    locale: withDefault(text, 'ENGLISH', 'Language of names of months and days.'),
    index_name_format: withDefault(template, 'yyyy-MM-dd', 'Pattern of the date in the name.'),
  },
  create: (options, { place }) => {
    const { field: source, index_name_prefix: prefix, date_rounding: rounding } = options;
    if (options.date_formats.length === 0) {
      throw configurationError('must not be empty', place, 'date_formats');
    }
    const readers = options.date_formats.map(dateReader);
    const { timezone: zone, locale } = options;
    return (document) => {
      const path = source(document);
      const value = readTextOrNumber(document, path, false);
      if (value === undefined) {
        throw castError(path, null, 'java.lang.String');
      }
      const unit = rounding(document);
      if (!ROUNDINGS.has(unit)) {
        throw errors.illegalArgument(`the rounding [${unit}] is not supported`);
      }
      const nowYear = new Date().getUTCFullYear();
      const { epochMs } = readDate(value, readers, { zone, locale, nowYear });
      const rounded = parseDateMath(`now/${unit}`, { nowMs: epochMs, timeZone: zone });
      const pattern = datePattern(options.index_name_format(document), locale);
      const name = prefix(document) + pattern.format({ epochMs: rounded, nanos: 0 }, zone);
      document.set(INDEX, name);
    };
  },
});
