import { datePattern } from '../dates/date-pattern.ts';
import { dateReader, readDate } from '../dates/date-reader.ts';
import { field, required, template, text, texts, withDefault } from '../options.ts';
import { defineProcessor } from '../processor-type.ts';
import { castError, readTextOrNumber } from '../read-field.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/date-processor */
export const date = defineProcessor({
  name: 'date',
  summary: 'Reads a date and writes it as the time of the document.',
  options: {
    field: required(field, 'Text or number to read.'),
    formats: required(
      texts,
      'Formats that are tried in turn: `ISO8601`, `UNIX`, `UNIX_MS`, `TAI64N`, the name of a format, or a pattern such as `yyyy-MM-dd HH:mm:ss,SSS`.',
    ),
    target_field: withDefault(field, '@timestamp', 'Where the date goes.'),
    timezone: withDefault(template, 'UTC', 'Zone of texts that name none, and of the result.'),
    locale: withDefault(template, 'ENGLISH', 'Language of names of months and days.'),
    output_format: withDefault(text, "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", 'Pattern of the result.'),
  },
  create: (options) => {
    const { field: source, target_field: target, timezone, locale } = options;
    const readers = options.formats.map(dateReader);
    datePattern(options.output_format, 'en');
    return (document) => {
      const path = source(document);
      const value = readTextOrNumber(document, path, false);
      if (value === undefined) {
        throw castError(path, null, 'java.lang.String');
      }
      const zone = timezone(document);
      const language = locale(document);
      const reading = { zone, locale: language, nowYear: new Date().getUTCFullYear() };
      const moment = readDate(value, readers, reading);
      const written = datePattern(options.output_format, language).format(moment, zone);
      document.set(target(document), written);
    };
  },
});
