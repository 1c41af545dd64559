import { errors } from '@longshore/common/errors';
import { putKey } from '../script/classes/map.ts';
import { type Statics, statics, textOf } from '../script/method.ts';
import { isPlainObject } from '../script/values.ts';
import { parseByteSize } from './byte-size.ts';
import { isIngestObject, parseIngest } from './ingest-value.ts';
import { urlDecode } from './url-decode.ts';

/** `Processors` of scripts in pipelines: what some processors do, as functions. */
export const PROCESSOR_STATICS: Statics = statics({
  'Processors.bytes/1': ([text]) => parseByteSize(textOf(text)),
  'Processors.lowercase/1': ([text], run) => run.text(textOf(text).toLowerCase()),
  'Processors.uppercase/1': ([text], run) => run.text(textOf(text).toUpperCase()),
  'Processors.urlDecode/1': ([text], run) => run.text(urlDecode(textOf(text))),
  'Processors.json/1': ([text]) => parseIngest(textOf(text)),
  // The members of the object in a field go into the map that has the field.
  'Processors.json/2': ([map, field], run) => {
    const name = textOf(field);
    if (!isPlainObject(map)) {
      throw errors.illegalArgument('[json] takes a map of the document');
    }
    const value = parseIngest(textOf(map[name]));
    if (!isIngestObject(value)) {
      throw errors.illegalArgument('cannot add non-map fields to root of document');
    }
    for (const [key, member] of Object.entries(value)) {
      putKey(map, key, member, run);
    }
    return null;
  },
});
