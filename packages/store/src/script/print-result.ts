import { toText } from './text.ts';
import { fromPlain } from './values.ts';

/** The text of what a script gave, as `String.valueOf` writes it. */
export const printResult = (result: unknown): string => toText(fromPlain(result));
