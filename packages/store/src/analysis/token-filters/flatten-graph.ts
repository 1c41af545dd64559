import { plainFilter } from '../component.ts';
import { spanOf, type Token } from '../token.ts';

/** Makes a graph of paths a row of places: a place is as far from the beginning as the longest way to it. */
export const flattenGraph = plainFilter(['flatten_graph'], (tokens) => {
  const places = flatPlaces(tokens);
  const at = (node: number) => places.get(node) ?? node;
  return tokens
    .map((token): Token => {
      const { positionLength: _span, ...rest } = token;
      const position = at(token.position);
      const span = at(token.position + spanOf(token)) - position;
      return { ...rest, position, ...(span > 1 ? { positionLength: span } : {}) };
    })
    .sort((a, b) => a.position - b.position);
});

/** Where each place of the graph goes. A gap that no token spans stays as wide as it is. */
function flatPlaces(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  let lastEnd = 0;
  let lastPlace = 0;
  for (const token of tokens) {
    const from = places.get(token.position) ?? lastPlace + Math.max(0, token.position - lastEnd);
    places.set(token.position, from);
    const end = token.position + spanOf(token);
    places.set(end, Math.max(places.get(end) ?? 0, from + 1));
    if (end >= lastEnd) {
      lastEnd = end;
      lastPlace = places.get(end) ?? lastPlace;
    }
  }
  return places;
}
