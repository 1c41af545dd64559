import { isIP } from 'node:net';
import { errors } from '@longshore/common/errors';
import { configurationError } from '../configuration-error.ts';
import { parsePath } from '../field-path.ts';
import { defaultProperties, GEO_PROPERTIES, geoProperties } from '../geo/geo-properties.ts';
import type { IngestDocument } from '../ingest-document.ts';
import type { IngestObject, IngestValue } from '../ingest-value.ts';
import { javaType } from '../java-text.ts';
import { field, flag, optional, required, text, texts, withDefault } from '../options.ts';
import { defineProcessor, type GeoDatabase } from '../processor-type.ts';
import { castError, readValue } from '../read-field.ts';

const TAGS = parsePath('tags');

/** https://www.elastic.co/docs/reference/enrich-processor/geoip-processor */
export const geoip = defineProcessor({
  name: 'geoip',
  summary: 'Tells country, city or network of an IP address.',
  options: {
    field: required(field, 'Address, or a list of addresses.'),
    target_field: withDefault(field, 'geoip', 'Object that takes what was found.'),
    database_file: withDefault(
      text,
      'GeoLite2-City.mmdb',
      'File in the folder `ingest.geoip.path`. Without it, the names of City and Country mean the base of countries that is shipped.',
    ),
    properties: optional(texts, 'What to tell; it depends on the database if not given.'),
    ignore_missing: withDefault(flag, false, 'Do nothing when the field is missing or null.'),
    first_only: withDefault(flag, true, 'Of a list, tell only of the first address that is known.'),
    download_database_on_pipeline_creation: optional(
      flag,
      'Changes nothing: nothing is downloaded.',
    ),
  },
  create: (options, { place, services }) => {
    const { database_file: file } = options;
    const wanted = options.properties?.map((one) => one.toLowerCase());
    const unknown = wanted?.find((one) => !Object.hasOwn(GEO_PROPERTIES, one));
    if (unknown !== undefined) {
      throw configurationError(
        `illegal property value [${unknown}]. valid values are [${Object.keys(GEO_PROPERTIES).join(', ').toUpperCase()}]`,
        place,
        'properties',
      );
    }
    services.geoDatabase(file);
    return (document) => {
      const path = options.field(document);
      const value = readValue(document, path, options.ignore_missing);
      if (value === undefined) {
        return;
      }
      const database = services.geoDatabase(file);
      if (!database) {
        tagUnavailable(document, file);
        return;
      }
      if (typeof value !== 'string' && !Array.isArray(value)) {
        throw castError(path, value, 'java.lang.String');
      }
      const properties = wanted ?? defaultProperties(database.type);
      const tell = (address: IngestValue) => describe(database, readAddress(address), properties);
      const found = Array.isArray(value) ? fromList(value, tell, options.first_only) : tell(value);
      if (found !== undefined) {
        document.set(options.target_field(document), found);
      }
    };
  },
});

function tagUnavailable(document: IngestDocument, file: string): void {
  const tag = `_geoip_database_unavailable_${file}`;
  const tags = document.find(TAGS);
  if (!Array.isArray(tags) || !tags.includes(tag)) {
    document.append(TAGS, [tag]);
  }
}

function readAddress(value: IngestValue): string {
  if (typeof value !== 'string') {
    throw errors.illegalArgument(
      `array in field contains a value of type [${javaType(value)}], expected a text`,
    );
  }
  if (isIP(value) === 0) {
    throw errors.illegalArgument(`'${value}' is not an IP string literal.`);
  }
  return value;
}

function fromList(
  addresses: readonly IngestValue[],
  tell: (address: IngestValue) => IngestObject | undefined,
  isFirstOnly: boolean,
): IngestValue | undefined {
  const found = addresses.map(tell);
  if (isFirstOnly) {
    return found.find((one) => one !== undefined);
  }
  return found.some((one) => one !== undefined) ? found.map((one) => one ?? null) : undefined;
}

/** `undefined` for an address that the database does not know. */
function describe(
  database: GeoDatabase,
  address: string,
  properties: readonly string[],
): IngestObject | undefined {
  const { record, prefixLength } = database.lookUp(address);
  if (record === null) {
    return undefined;
  }
  const found = geoProperties({ address, record, prefixLength }, properties);
  return Object.keys(found).length === 0 ? undefined : found;
}
