import { errors } from '@longshore/common/errors';

/** `#,##0.00` with texts around it, as Java's DecimalFormat has it. Exponents are not read. */
const PATTERN = /^(?<before>[^#0,.]*)(?<whole>[#0,]*)(?:\.(?<fraction>0*#*))?(?<after>[^#0,.]*)$/;
const DIGITS_MAX = 20;

/** Writes numbers by a pattern such as `#,##0.00` or `0.0%`. Throws for a pattern that is none. */
export function openDecimalFormat(pattern: string): (value: number) => string {
  const positive = pattern.split(';')[0] ?? '';
  const {
    before = '',
    whole = '',
    fraction = '',
    after = '',
  } = PATTERN.exec(positive)?.groups ?? {};
  const fractionMax = fraction.length;
  if ((whole === '' && fraction === '') || fractionMax > DIGITS_MAX || whole.length > DIGITS_MAX) {
    throw errors.illegalArgument(
      `Invalid format: [${pattern}] is not a pattern of digits such as [#,##0.00]`,
    );
  }
  const numbers = new Intl.NumberFormat('en-US', {
    useGrouping: whole.includes(','),
    minimumIntegerDigits: Math.max(1, whole.replaceAll(/[^0]/g, '').length),
    minimumFractionDigits: fraction.replaceAll('#', '').length,
    maximumFractionDigits: fractionMax,
  });
  const factor = positive.includes('%') ? 100 : 1;
  const text = (affix: string): string => affix.replaceAll("'", '');
  return (value) =>
    `${value < 0 ? '-' : ''}${text(before)}${numbers.format(Math.abs(value) * factor)}${text(after)}`;
}
