import { errors } from '@longshore/common/errors';
import { type JsonObject, jsonNumber, jsonText } from '@longshore/common/json';

/** Throws for an option that an object of a policy does not have. */
export function only(name: string, json: JsonObject, known: readonly string[]): void {
  const unknown = Object.keys(json).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw errors.illegalArgument(
      `Invalid field: [${unknown}] found in ${name}; ${known.length === 0 ? 'it takes none' : `it takes [${known.join(', ')}]`}`,
    );
  }
}

/** A whole number that an object of a policy has to have. */
export function whole(name: string, json: JsonObject, least: number): number {
  const value = json[name];
  const number = /^\d{1,15}$/.test(jsonText(value)) ? jsonNumber(value) : Number.NaN;
  if (!Number.isSafeInteger(number) || number < least) {
    throw errors.illegalArgument(
      `[${name}] must be a whole number of at least [${least}], but is [${jsonText(value)}]`,
    );
  }
  return number;
}
