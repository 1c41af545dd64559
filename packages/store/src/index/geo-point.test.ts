import { expect, test } from 'vitest';
import { parseExact } from './exact-json.ts';
import { parseGeoPoints } from './geo-point.ts';

test.each([
  ['{"lat": 41.12, "lon": -71.34}', [41.12, -71.34]],
  ['[-71.34, 41.12]', [41.12, -71.34]],
  ['[0.0, 20.0]', [20, 0]],
  ['"41.12,-71.34"', [41.12, -71.34]],
  ['"POINT (-71.34 41.12)"', [41.12, -71.34]],
  ['{"type": "Point", "coordinates": [1, 2]}', [2, 1]],
  ['[{"lat": 1, "lon": 2}, "3,4", [6, 5]]', [1, 2, 3, 4, 5, 6]],
  ['"u"', [67.5, 22.5]],
])('%s is %j', (json, points) => {
  expect(parseGeoPoints(parseExact(json))).toEqual(points);
});

test.each(['{"lat": 1}', '{"lat": 91, "lon": 0}', '"a,b"', '"!"', '""', '5', 'true', '[1]'])(
  '%s is no point',
  (json) => {
    expect(() => parseGeoPoints(parseExact(json))).toThrow();
  },
);
