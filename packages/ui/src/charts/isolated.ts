/** Indexes of values that have no neighbour: a line cannot show them, so a chart draws a dot there. */
export function isolatedIndexes(values: readonly (number | null)[]): number[] {
  return values.flatMap((value, index) => {
    const isAlone = (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null;
    return value !== null && isAlone ? [index] : [];
  });
}
