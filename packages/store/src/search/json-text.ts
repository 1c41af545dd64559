import { ExactNumber } from '../index/exact-json.ts';

/** JSON text that is spliced in as it is, such as a `_source` as it was received. */
export class RawJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Compact JSON of a response; `RawJson` and exact numbers keep their spelling. Undefined members are left out. */
export function toJsonText(value: unknown): string {
  if (value instanceof RawJson || value instanceof ExactNumber) {
    return value.text;
  }
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value) ?? 'null';
  }
  if (Array.isArray(value)) {
    return `[${value.map(toJsonText).join(',')}]`;
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${JSON.stringify(key)}:${toJsonText(member)}`);
  return `{${members.join(',')}}`;
}
