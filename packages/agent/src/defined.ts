import type { Json } from '@longshore/common/json';

/** The fields that have a value; what is not known is left out of an event. */
export function defined(fields: Readonly<Record<string, Json | undefined>>): Record<string, Json> {
  const known: Record<string, Json> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) {
      known[name] = value;
    }
  }
  return known;
}
