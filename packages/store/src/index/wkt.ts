import { errors } from '@longshore/common/errors';
import type { ExactJson, ExactObject } from './exact-json.ts';

const TOKEN = /\s*([A-Za-z]+|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[(),])/y;
const NESTING_MAX = 20;

const NAMES: Readonly<Record<string, string>> = {
  POINT: 'Point',
  MULTIPOINT: 'MultiPoint',
  LINESTRING: 'LineString',
  MULTILINESTRING: 'MultiLineString',
  POLYGON: 'Polygon',
  MULTIPOLYGON: 'MultiPolygon',
};

/** A shape in "well-known text", such as `POINT (30 10)`, as GeoJSON. Whether it makes sense is not checked here. */
export function parseWkt(text: string): ExactObject {
  const reader = new WktReader(text);
  const shape = reader.shape(0);
  reader.end();
  return shape;
}

class WktReader {
  private readonly tokens: readonly string[];
  private at = 0;

  constructor(text: string) {
    this.tokens = tokenize(text);
  }

  end(): void {
    if (this.at < this.tokens.length) {
      throw this.unexpected();
    }
  }

  shape(depth: number): ExactObject {
    const word = this.next().toUpperCase();
    if (depth > NESTING_MAX) {
      throw this.unexpected();
    }
    if (word === 'GEOMETRYCOLLECTION') {
      return { type: 'GeometryCollection', geometries: this.list(() => this.shape(depth + 1)) };
    }
    if (word === 'ENVELOPE' || word === 'BBOX') {
      const [west, east, north, south] = this.list(() => this.number());
      return {
        type: 'Envelope',
        coordinates: [[west, north] as ExactJson, [east, south] as ExactJson],
      };
    }
    const type = NAMES[word];
    if (type === undefined) {
      throw errors.parsing(`Unknown geometry type: ${word}`);
    }
    return { type, coordinates: this.coordinates(word) };
  }

  private coordinates(word: string): ExactJson {
    const positions = () => this.list(() => this.position());
    switch (word) {
      case 'POINT':
        return this.list(() => this.position())[0] ?? null;
      case 'MULTIPOINT':
        return this.list(() =>
          this.tokens[this.at] === '(' ? (positions()[0] ?? null) : this.position(),
        );
      case 'LINESTRING':
        return positions();
      case 'POLYGON':
      case 'MULTILINESTRING':
        return this.list(positions);
      default:
        return this.list(() => this.list(positions));
    }
  }

  private list<T>(item: () => T): readonly T[] {
    this.expect('(');
    const items = [item()];
    while (this.tokens[this.at] === ',') {
      this.at += 1;
      items.push(item());
    }
    this.expect(')');
    return items;
  }

  private position(): ExactJson {
    const numbers = [this.number(), this.number()];
    while (/^[-+.\d]/.test(this.tokens[this.at] ?? '')) {
      numbers.push(this.number());
    }
    return numbers;
  }

  private number(): number {
    const token = this.next();
    if (!/^[-+.\d]/.test(token)) {
      throw errors.parsing(`expected number but found: '${token}'`);
    }
    return Number(token);
  }

  private expect(token: string): void {
    if (this.next() !== token) {
      throw this.unexpected();
    }
  }

  private next(): string {
    const token = this.tokens[this.at];
    if (token === undefined) {
      throw errors.parsing('expected more, but the text of the shape ends');
    }
    this.at += 1;
    return token;
  }

  private unexpected() {
    return errors.parsing(`unexpected '${this.tokens[this.at] ?? ''}' in the text of a shape`);
  }
}

function tokenize(text: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const trimmed = text.trimEnd();
  for (let at = 0; at < trimmed.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(trimmed)?.[1];
    if (token === undefined) {
      throw errors.parsing(`unexpected sign in the text of a shape: '${trimmed[at] ?? ''}'`);
    }
    tokens.push(token);
  }
  return tokens;
}
