import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** WCAG 2.2 AA: text, and graphics that carry meaning. */
const TEXT_MIN = 4.5;
const GRAPHICS_MIN = 3;

const SCHEMES = ['light', 'dark'] as const;
const SURFACES = ['page', 'panel', 'raised', 'hover'];

/** Each text colour with the surfaces that it stands on. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  text: [...SURFACES, 'accent-soft', 'warn-soft', 'bad-soft', 'ok-soft', 'mark'],
  'text-dim': [...SURFACES, 'accent-soft', 'warn-soft', 'bad-soft'],
  'text-faint': ['page', 'panel', 'raised', 'hover'],
  accent: [...SURFACES, 'accent-soft'],
  'on-accent': ['accent'],
  'on-bad': ['bad-fill'],
  'on-warn': ['warn-fill'],
  ok: ['page', 'panel', 'ok-soft'],
  warn: [...SURFACES, 'warn-soft', 'accent-soft'],
  bad: [...SURFACES, 'bad-soft', 'accent-soft'],
};

/** Each colour of a shape with the surfaces that it is drawn on. */
const GRAPHICS: Readonly<Record<string, readonly string[]>> = {
  meter: ['page', 'panel'],
  'level-debug': ['page', 'panel'],
  'ok-fill': ['page', 'panel'],
  'bad-fill': ['page', 'panel'],
  ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((index) => [`series-${index}`, ['panel']])),
};

const css = readFileSync(new URL('../packages/ui/src/theme/tokens.css', import.meta.url), 'utf8');

const cases = (pairs: Readonly<Record<string, readonly string[]>>) =>
  SCHEMES.flatMap((scheme) =>
    Object.entries(pairs).flatMap(([front, backs]) =>
      backs.map((back): [string, string, string] => [scheme, front, back]),
    ),
  );

test.each(cases(TEXTS))('%s: text in --%s on --%s can be read', (scheme, front, back) => {
  expect(contrast(scheme, front, back)).toBeGreaterThanOrEqual(TEXT_MIN);
});

test.each(cases(GRAPHICS))('%s: shapes in --%s on --%s can be seen', (scheme, front, back) => {
  expect(contrast(scheme, front, back)).toBeGreaterThanOrEqual(GRAPHICS_MIN);
});

test('both schemes have the same colours', () => {
  const [light, dark] = SCHEMES.map((scheme) => [...tokensOf(scheme).keys()].sort());
  expect(light).toEqual(dark);
});

/** The contrast ratio of WCAG, from 1 to 21. */
function contrast(scheme: string, front: string, back: string): number {
  const [lighter = 0, darker = 0] = [front, back]
    .map((name) => luminance(tokensOf(scheme).get(name) ?? ''))
    .sort((left, right) => right - left);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
  const [red = Number.NaN, green = Number.NaN, blue = Number.NaN] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The colours of a scheme by name, as `#rrggbb`. */
function tokensOf(scheme: string): ReadonlyMap<string, string> {
  const begin = css.indexOf(`[data-mantine-color-scheme="${scheme}"]`);
  const block = css.slice(begin, css.indexOf('}', begin));
  const found = block.matchAll(/--([\w-]+):\s*(#[\da-f]{6});/g);
  return new Map([...found].map(([, name = '', color = '']) => [name, color]));
}
