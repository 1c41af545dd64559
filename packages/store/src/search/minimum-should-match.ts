import { errors } from '@longshore/common/errors';

/** `2`, `-1`, `75%`, `-25%`, `2<75%`, `2<-25% 9<-3` for so many optional clauses to how many must match. */
export function minimumShouldMatch(text: string, clauses: number): number {
  const trimmed = text.trim();
  if (!trimmed.includes('<')) {
    return Math.max(0, simple(trimmed, clauses));
  }
  let needed = clauses;
  for (const condition of trimmed.split(/\s+/)) {
    const [limit = '', rule = ''] = condition.split('<', 2);
    if (!/^\d+$/.test(limit)) {
      throw malformed(text);
    }
    if (clauses <= Number(limit)) {
      return Math.max(0, Math.min(needed, clauses));
    }
    needed = simple(rule, clauses);
  }
  return Math.max(0, needed);
}

function simple(text: string, clauses: number): number {
  const match = /^(-?)(\d+)(%?)$/.exec(text);
  if (match === null) {
    throw malformed(text);
  }
  const [, minus, digits, percent] = match;
  const amount = percent === '%' ? Math.trunc((clauses * Number(digits)) / 100) : Number(digits);
  return minus === '-' ? clauses - amount : amount;
}

const malformed = (text: string) =>
  errors.queryShard(
    `failed to create query: For input string: "${text}" in [minimum_should_match]; use 2, -1, 75% or 2<75%`,
  );
