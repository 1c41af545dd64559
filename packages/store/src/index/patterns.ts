/** Whether a name could fit both patterns; `*` stands for any characters. */
export function patternsOverlap(a: string, b: string): boolean {
  // reachable[j]: the part of `a` read so far and the first j characters of `b` can be made equal.
  let reachable: readonly boolean[] = prefixes(
    b,
    (j, row) => j === 0 || (row[j - 1] === true && b[j - 1] === '*'),
  );
  for (const char of a) {
    const before = reachable;
    reachable = prefixes(b, (j, row) => step(char, b[j - 1], { before, row, j }));
  }
  return reachable[b.length] === true;
}

interface Cell {
  readonly before: readonly boolean[];
  readonly row: readonly boolean[];
  readonly j: number;
}

function step(charA: string, charB: string | undefined, { before, row, j }: Cell): boolean {
  if (charB === undefined) {
    return charA === '*' && before[0] === true;
  }
  if (charA === '*' || charB === '*') {
    return before[j] === true || row[j - 1] === true || before[j - 1] === true;
  }
  return charA === charB && before[j - 1] === true;
}

function prefixes(
  text: string,
  isReachable: (j: number, row: readonly boolean[]) => boolean,
): readonly boolean[] {
  const row: boolean[] = [];
  for (let j = 0; j <= text.length; j += 1) {
    row.push(isReachable(j, row));
  }
  return row;
}
