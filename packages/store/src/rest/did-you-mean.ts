import { editDistance } from '@longshore/common/settings/nearest';

/** Elasticsearch suggests what shares more than half of its letters with what was written. */
const LIKENESS_MIN = 0.5;

/** ` did you mean [doc]?` for a name that nobody knows; empty when no known one is like it. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const like = [...known]
    .map((one) => {
      const longest = Math.max(one.length, name.length, 1);
      return { one, likeness: 1 - editDistance(name, one) / longest };
    })
    .filter(({ likeness }) => likeness > LIKENESS_MIN)
    .sort((a, b) => b.likeness - a.likeness || (a.one < b.one ? -1 : 1))
    .map(({ one }) => one);
  if (like.length === 0) {
    return '';
  }
  return like.length === 1
    ? ` did you mean [${like[0]}]?`
    : ` did you mean any of [${like.join(', ')}]?`;
}
