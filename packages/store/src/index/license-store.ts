import { errors } from '@longshore/common/errors';
import { isObject, type JsonObject } from '@longshore/common/json';
import type { StateStore } from './state-store.ts';

const KEY = 'license';

const TYPES = ['basic', 'standard', 'gold', 'platinum', 'enterprise', 'trial'];

/** A license that was installed; nothing depends on it, so that its signature is not looked at. */
export interface License {
  readonly uid: string;
  readonly type: string;
  readonly issuedMs: number;
  readonly expiresMs: number;
  readonly startsMs: number;
  readonly nodesMax: number;
  readonly issuedTo: string;
  readonly issuer: string;
}

/** The license that was installed, if one was. */
export class LicenseStore {
  private readonly state: StateStore;

  constructor(state: StateStore) {
    this.state = state;
  }

  get(): License | undefined {
    const json = this.state.get(KEY);
    return isObject(json) ? (json as unknown as License) : undefined;
  }

  put(license: License): void {
    this.state.put(KEY, { ...license });
  }

  remove(): void {
    this.state.remove(KEY);
  }
}

/** Reads a license as its file has it. Throws for what is none. */
export function readLicense(json: JsonObject): License {
  const type = text(json, 'type').toLowerCase();
  if (!TYPES.includes(type)) {
    throw errors.illegalArgument(`unknown license type [${type}]`);
  }
  text(json, 'signature');
  return {
    uid: text(json, 'uid'),
    type,
    issuedMs: number(json, 'issue_date_in_millis'),
    expiresMs: number(json, 'expiry_date_in_millis'),
    startsMs: json.start_date_in_millis === undefined ? -1 : number(json, 'start_date_in_millis'),
    nodesMax: number(json, 'max_nodes'),
    issuedTo: text(json, 'issued_to'),
    issuer: text(json, 'issuer'),
  };
}

function text(json: JsonObject, name: string): string {
  const value = json[name];
  if (typeof value !== 'string' || value === '') {
    throw errors.illegalArgument(`a license must have a text as [${name}]`);
  }
  return value;
}

function number(json: JsonObject, name: string): number {
  const value = json[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    throw errors.illegalArgument(`a license must have a whole number as [${name}]`);
  }
  return value;
}
