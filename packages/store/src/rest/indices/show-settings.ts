import { nameMatcher } from '../../index/expression.ts';
import type { IndexEntry } from '../../index/index-entry.ts';
import { type IndexSettings, nestSettings } from '../../index/index-settings.ts';
import { settingDefaults } from '../../index/setting-catalogue.ts';
import { DIALECT } from '../cluster/info.ts';

/** How settings are to be shown. */
export interface SettingsView {
  readonly isFlat: boolean;
  readonly hasDefaults: boolean;
  /** Beside what only programs read, the same for people. */
  readonly isHuman: boolean;
  /** Patterns of full names. */
  readonly names: readonly string[];
}

/** `settings` of an index, and `defaults` of what it does not set, as answers have them. */
export function showSettings(entry: IndexEntry, view: SettingsView) {
  const { isFlat, hasDefaults, isHuman, names } = view;
  const matchers = names.map(nameMatcher);
  const isWanted = ([name]: readonly [string, unknown]) =>
    matchers.some((matches) => matches(name));
  const all = { ...entry.shownSettings(), ...(isHuman ? forPeople(entry) : {}) };
  const form = (settings: IndexSettings) => (isFlat ? settings : nestSettings(settings));
  const settings = form(Object.fromEntries(Object.entries(all).filter(isWanted)));
  if (!hasDefaults) {
    return { settings };
  }
  const defaults = settingDefaults().filter((one) => isWanted(one) && !Object.hasOwn(all, one[0]));
  return { settings, defaults: form(Object.fromEntries(defaults)) };
}

const forPeople = ({ createdMs }: IndexEntry): IndexSettings => ({
  'index.creation_date_string': new Date(createdMs).toISOString(),
  'index.version.created_string': DIALECT.number,
});
