import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject } from '@longshore/common/json';
import type { StateStore } from './state-store.ts';

const SCRIPT = 'script/';
/** The texts of scripts are kept in memory with the rest of the state. */
const SCRIPTS_MAX = 10_000;

/** The language of search templates, which are stored with scripts. */
export const TEMPLATE_LANGUAGE = 'mustache';

/** A script that requests name by its id. */
export interface StoredScript {
  readonly lang: string;
  readonly source: string;
  readonly options?: JsonObject;
}

/** Stored scripts by id; changes are on disk after `sync` of the catalog. */
export class StoredScripts {
  private readonly state: StateStore;

  constructor(state: StateStore) {
    this.state = state;
  }

  get(id: string): StoredScript | undefined {
    return read(this.state.get(SCRIPT + id));
  }

  /** The text of one that is a script and no template. */
  source(id: string): string | undefined {
    const script = this.get(id);
    return script?.lang === TEMPLATE_LANGUAGE ? undefined : script?.source;
  }

  put(id: string, { lang, source, options }: StoredScript): void {
    if (!this.get(id) && this.state.entries(SCRIPT).length >= SCRIPTS_MAX) {
      throw errors.illegalArgument(
        `there are [${SCRIPTS_MAX}] stored scripts already; delete those that nobody uses`,
      );
    }
    this.state.put(SCRIPT + id, { lang, source, ...(options ? { options } : {}) });
  }

  /** False if there was none. */
  remove(id: string): boolean {
    const isThere = this.get(id) !== undefined;
    if (isThere) {
      this.state.remove(SCRIPT + id);
    }
    return isThere;
  }
}

function read(json: Json | undefined): StoredScript | undefined {
  if (!isObject(json) || typeof json.lang !== 'string' || typeof json.source !== 'string') {
    return undefined;
  }
  const { lang, source, options } = json;
  return { lang, source, ...(isObject(options) ? { options } : {}) };
}
