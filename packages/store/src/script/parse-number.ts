import { faults } from './script-fault.ts';
import { Double, Float, fitsInt, fitsLong } from './values.ts';

/** A literal, its sign in front: `1`, `1L`, `0x1F`, `017`, `1.5`, `2f`, `1e3d`. */
export function parseNumber(text: string, at: number): unknown {
  const isHex = /^-?0[xX]/.test(text);
  if (!isHex && /[fF]$/.test(text)) {
    return new Float(Number(text.slice(0, -1)));
  }
  if (!isHex && /[.eEdD]/.test(text)) {
    return new Double(Number(text.replace(/[dD]$/, '')));
  }
  const isLong = /[lL]$/.test(text);
  const value = readInteger(text.replace(/[lL]$/, ''));
  if (value === undefined || !(isLong ? fitsLong(value) : fitsInt(value))) {
    const kind = isLong ? 'long' : 'int';
    throw faults.illegalArgument(`Invalid ${kind} constant [${text}].`, at);
  }
  return isLong ? value : Number(value);
}

function readInteger(text: string): bigint | undefined {
  const sign = text.startsWith('-') ? -1n : 1n;
  const digits = text.replace('-', '');
  if (/^0[0-9]+$/.test(digits)) {
    return /[89]/.test(digits) ? undefined : sign * BigInt(`0o${digits.slice(1)}`);
  }
  return sign * BigInt(digits);
}
