const SIGNS: Readonly<Record<string, string>> = { ArrowLeft: '←', ArrowRight: '→' };

/** A key as it is written on a keyboard. */
export function keyName(key: string): string {
  return SIGNS[key] ?? key;
}
