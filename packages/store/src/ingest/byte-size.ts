import { LongshoreError } from '@longshore/common/errors';
import { ExactNumber } from '../index/exact-json.ts';
import type { IngestValue } from './ingest-value.ts';

const UNITS: Readonly<Record<string, bigint>> = {
  b: 1n,
  k: 1024n,
  kb: 1024n,
  m: 1024n ** 2n,
  mb: 1024n ** 2n,
  g: 1024n ** 3n,
  gb: 1024n ** 3n,
  t: 1024n ** 4n,
  tb: 1024n ** 4n,
  p: 1024n ** 5n,
  pb: 1024n ** 5n,
};
const SIZE = /^(-?\d{1,19})(?:\.(\d{1,9}))?\s*([a-z]{1,2})$/;

/** `1kb` as 1024. */
export function parseByteSize(text: string): IngestValue {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === '-1' || trimmed === '0') {
    return Number(trimmed);
  }
  const [, whole = '', fraction = '', unit = ''] = SIZE.exec(trimmed) ?? [];
  const factor = UNITS[unit];
  if (whole === '' || factor === undefined) {
    throw new LongshoreError(
      'parse_exception',
      400,
      `failed to parse setting [Ingest Field] with value [${text}] as a size in bytes: unit is missing or unrecognized`,
    );
  }
  const scale = 10n ** BigInt(fraction.length);
  return integerOf((BigInt(whole + fraction) * factor) / scale);
}

/** An integer as a number if it is one, with its digits if it is too large. */
export function integerOf(value: bigint): IngestValue {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : new ExactNumber(String(value));
}
