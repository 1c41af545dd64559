import { errors } from './errors.ts';

const KIB_BYTES = 1024;

// As in Elasticsearch, `kb` and `kib` are the same: 1024 bytes.
const UNIT_BYTES: Readonly<Record<string, number>> = {
  b: 1,
  kb: KIB_BYTES,
  kib: KIB_BYTES,
  mb: KIB_BYTES ** 2,
  mib: KIB_BYTES ** 2,
  gb: KIB_BYTES ** 3,
  gib: KIB_BYTES ** 3,
};
const SIZE = /^(\d+(?:\.\d+)?)\s*(b|kb|kib|mb|mib|gb|gib)$/;

/** Reads an amount of memory or disk such as `100mb` or `1.5gib`, in any case; gives whole bytes. */
export function parseSize(text: string): number {
  const [, amount, unit = ''] = SIZE.exec(text.toLowerCase()) ?? [];
  if (amount === undefined) {
    throw errors.illegalArgument(
      `[${text}] is not a size; write a number with a unit (b, kb, mb or gb), for example 100mb`,
    );
  }
  return Math.round(Number(amount) * (UNIT_BYTES[unit] ?? 0));
}
