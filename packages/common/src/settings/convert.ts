import { parseDuration } from '../duration.ts';
import { errors } from '../errors.ts';
import type { Json } from '../json.ts';
import { parseSize } from '../size.ts';
import type { SettingDefinition } from './settings.ts';

/** Turns what stands in a file or after `-E` into the setting's value, or throws what is wrong with it. */
export function convert(value: Json, definition: SettingDefinition): unknown {
  if (definition.type === 'object') {
    return value;
  }
  if (definition.type === 'list') {
    return toList(value);
  }
  if (typeof value !== 'string') {
    throw errors.settings('needs a single value, not a list or a group');
  }
  switch (definition.type) {
    case 'string':
      return value;
    case 'boolean':
      return toBoolean(value);
    case 'integer':
      return withinBounds(toInteger(value), definition, value);
    case 'duration':
      return withinBounds(parseDuration(value), definition, value);
    case 'size':
      return withinBounds(parseSize(value), definition, value);
  }
}

function toList(value: Json): readonly string[] {
  const items = typeof value === 'string' ? value.split(',') : value;
  if (!Array.isArray(items)) {
    throw errors.settings('needs a list, for example [a, b]');
  }
  return items.map((item: Json) => {
    if (typeof item !== 'string') {
      throw errors.settings('needs a list of single values');
    }
    return item.trim();
  });
}

function toBoolean(value: string): boolean {
  if (value !== 'true' && value !== 'false') {
    throw errors.settings(`[${value}] is neither true nor false`);
  }
  return value === 'true';
}

function toInteger(value: string): number {
  if (!/^[+-]?\d{1,15}$/.test(value)) {
    throw errors.settings(`[${value}] is not a whole number`);
  }
  return Number(value);
}

function withinBounds(number: number, { min, max }: SettingDefinition, value: string): number {
  if (min !== undefined && number < min) {
    throw errors.settings(`[${value}] is too small; the least is ${min}`);
  }
  if (max !== undefined && number > max) {
    throw errors.settings(`[${value}] is too large; the most is ${max}`);
  }
  return number;
}
