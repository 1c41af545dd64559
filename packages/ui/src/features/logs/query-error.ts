/** Where in a query an error is, counted from 0, if its reason says so; at most the query's end. */
export function placeOf(reason: string, query: string): number | undefined {
  const column = /\b(?:column|position|offset)\s+\[?(\d+)/i.exec(reason)?.[1];
  return column === undefined ? undefined : Math.min(Math.max(0, Number(column) - 1), query.length);
}
