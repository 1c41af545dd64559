import { allSettings, type Settings } from './catalogue.ts';
import type { SettingDefinition } from './settings.ts';

const UNITS_MS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };
const UNITS_BYTES = { gb: 1024 ** 3, mb: 1024 ** 2, kb: 1024, b: 1 };

/** The settings as a file that would give the same; secrets are hidden, and what has no value is left out. */
export function printSettings(settings: Settings): string {
  const values = new Map<string, unknown>(Object.entries(settings));
  return Object.entries<SettingDefinition>(allSettings)
    .filter(([key]) => values.get(key) !== undefined)
    .map(([key, definition]) => `${key}: ${printValue(values.get(key), definition)}\n`)
    .join('');
}

/** One value as it would stand in a file. */
export function printValue(value: unknown, { type, secret }: SettingDefinition): string {
  if (secret === true) {
    return '"****"';
  }
  switch (type) {
    case 'duration':
      return withUnit(Number(value), UNITS_MS);
    case 'size':
      return withUnit(Number(value), UNITS_BYTES);
    case 'integer':
    case 'boolean':
      return String(value);
    case 'string':
    case 'list':
    case 'object':
      return JSON.stringify(value);
  }
}

function withUnit(amount: number, units: Readonly<Record<string, number>>): string {
  const [unit, size] = Object.entries(units).find(([, each]) => amount % each === 0) ?? ['', 1];
  return `${amount / size}${unit}`;
}
