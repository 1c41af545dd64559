import { getPath, isObject, type Json } from '@longshore/common/json';
import type { IngestObject, IngestValue } from '../ingest-value.ts';
import { put } from '../ingest-value.ts';
import { continentOf, countryName } from './countries.ts';

/** What is known about one address. */
interface Found {
  readonly address: string;
  /** The record of the database; MaxMind's and ours have other shapes. */
  readonly record: unknown;
  readonly prefixLength: number;
}

type Property = (found: Found) => IngestValue | undefined;

const text = (value: Json | undefined) => (typeof value === 'string' ? value : undefined);
const number = (value: Json | undefined) => (typeof value === 'number' ? value : undefined);
const at =
  (path: string): Property =>
  ({ record }) =>
    text(getPath(record, path));

function countryCode({ record }: Found): string | undefined {
  return text(getPath(record, 'country.iso_code')) ?? text(getPath(record, 'country_code'));
}

const fromCountry =
  (path: string, derive: (country: string) => string | undefined): Property =>
  (found) => {
    const country = countryCode(found);
    return text(getPath(found.record, path)) ?? (country && derive(country));
  };

function location({ record }: Found): IngestValue | undefined {
  const lat = number(getPath(record, 'location.latitude'));
  const lon = number(getPath(record, 'location.longitude'));
  return lat === undefined || lon === undefined ? undefined : { lat, lon };
}

function region({ record }: Found): Json | undefined {
  const list = isObject(record) ? record.subdivisions : undefined;
  return Array.isArray(list) ? list[0] : undefined;
}

function regionCode(found: Found): string | undefined {
  const country = countryCode(found);
  const code = text(getPath(region(found), 'iso_code'));
  return country === undefined || code === undefined ? undefined : `${country}-${code}`;
}

/** Properties by the names that Elasticsearch gives them. */
export const GEO_PROPERTIES: Readonly<Record<string, Property>> = {
  accuracy_radius: ({ record }) => number(getPath(record, 'location.accuracy_radius')),
  asn: ({ record }) =>
    number(getPath(record, 'autonomous_system_number')) ?? number(getPath(record, 'asn')),
  city_name: at('city.names.en'),
  continent_code: fromCountry('continent.code', (country) => continentOf(country)?.code),
  continent_name: fromCountry('continent.names.en', (country) => continentOf(country)?.name),
  country_in_european_union: ({ record }) => {
    const isIn = getPath(record, 'country.is_in_european_union');
    return typeof isIn === 'boolean' ? isIn : undefined;
  },
  country_iso_code: countryCode,
  country_name: fromCountry('country.names.en', countryName),
  domain: at('domain'),
  ip: ({ address }) => address,
  isp: at('isp'),
  location,
  network: ({ address, prefixLength }) => `${address}/${prefixLength}`,
  organization_name: ({ record }) =>
    text(getPath(record, 'autonomous_system_organization')) ??
    text(getPath(record, 'organization')),
  postal_code: at('postal.code'),
  region_iso_code: regionCode,
  region_name: (found) => text(getPath(region(found), 'names.en')),
  timezone: at('location.time_zone'),
};

const CITY = [
  'continent_name',
  'country_iso_code',
  'country_name',
  'region_iso_code',
  'region_name',
  'city_name',
  'location',
];

/** What is taken from a database of some type unless a pipeline says otherwise. */
export function defaultProperties(type: string): readonly string[] {
  if (/ASN/i.test(type)) {
    return ['ip', 'asn', 'organization_name', 'network'];
  }
  return /Country/i.test(type) ? ['continent_name', 'country_name', 'country_iso_code'] : CITY;
}

/** The wanted properties of an address that are known. */
export function geoProperties(found: Found, wanted: readonly string[]): IngestObject {
  const properties: IngestObject = {};
  for (const name of wanted) {
    const value = GEO_PROPERTIES[name]?.(found);
    if (value !== undefined && value !== '') {
      put(properties, name, value);
    }
  }
  return properties;
}
