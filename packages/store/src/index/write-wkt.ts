import { type ExactJson, type ExactObject, exactText } from './exact-json.ts';

/** A checked GeoJSON shape as "well-known text", `POINT (30.0 10.0)`. */
export function writeWkt({ type, coordinates, geometries }: ExactObject): string {
  const members = Array.isArray(geometries)
    ? geometries.map((one: ExactJson) => writeWkt(one as ExactObject)).join(', ')
    : inner(coordinates ?? null);
  return `${String(type).toUpperCase()} (${members})`;
}

/** Lists of lists are in brackets; a position is not. */
function inner(value: ExactJson): string {
  const items: readonly ExactJson[] = Array.isArray(value) ? value : [];
  if (!Array.isArray(items[0])) {
    return items.map((item) => decimal(Number(exactText(item)))).join(' ');
  }
  const arePositions = !Array.isArray(items[0][0]);
  return items.map((item) => (arePositions ? inner(item) : `(${inner(item)})`)).join(', ');
}

/** A number that shows that it need not be whole. */
export const decimal = (value: number): string =>
  Number.isInteger(value) ? `${value}.0` : String(value);
