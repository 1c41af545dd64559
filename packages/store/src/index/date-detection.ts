import { type Json, jsonText } from '@longshore/common/json';
import { dateParser } from './date-format.ts';

const DATE_FORMATS = [
  'strict_date_optional_time',
  'yyyy/MM/dd HH:mm:ss Z||yyyy/MM/dd Z',
] as const satisfies readonly string[];

/** Reads `dynamic_date_formats`: by which formats a new text is taken for a date. */
export function parseDateFormats(json: Json | undefined): readonly string[] {
  if (json === undefined) {
    return DATE_FORMATS;
  }
  const formats = (Array.isArray(json) ? json : [json]).map(jsonText);
  for (const format of formats) {
    dateParser(format);
  }
  return formats;
}
