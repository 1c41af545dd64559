import { expect, test } from 'vitest';
import { isLimitShown, niceScale, timeChartOption } from './chart-option.ts';

const data = {
  span: { fromMs: 0, toMs: 1_000 },
  lines: [
    {
      name: 'CPU',
      color: 'series-1',
      points: [
        [0, 0.5],
        [500, 0.7],
        [1_000, 0.9],
      ] as const,
    },
  ],
  marks: [{ atMs: 400, text: 'oom', isBad: true }],
  limit: 1,
  formatAxis: String,
  base: 1_000 as const,
  axisMin: 0.01,
  isUtc: false,
  formatTime: String,
  tooltip: () => document.createElement('div'),
};

test('events and the limit are marked, in the colours of the tokens', () => {
  expect(timeChartOption(data, (name) => `<${name}>`)).toMatchObject({
    xAxis: { min: 0, max: 1_000 },
    series: [
      {
        lineStyle: { color: '<series-1>' },
        markLine: {
          data: [
            { xAxis: 400, lineStyle: { color: '<bad-fill>' } },
            { yAxis: 1, lineStyle: { color: '<bad-fill>' } },
          ],
        },
      },
    ],
  });
});

test('a limit far above the values is not drawn, so that it does not press them flat', () => {
  expect(isLimitShown(10, 2)).toBe(false);
  expect(isLimitShown(10, 3)).toBe(true);
  expect(isLimitShown(null, 3)).toBe(false);
  const option = timeChartOption({ ...data, limit: 100 }, String);
  expect(option).toMatchObject({ series: [{ markLine: { data: [{ xAxis: 400 }] } }] });
});

test.each([
  [0.9, 1_000, { max: 1, step: 0.25 }],
  [3.7, 1_000, { max: 4, step: 1 }],
  [640_000, 1_000, { max: 800_000, step: 200_000 }],
  [500 * 1_048_576, 1_024, { max: 512 * 1_048_576, step: 128 * 1_048_576 }],
  [1.7 * 1_073_741_824, 1_024, { max: 2 * 1_073_741_824, step: 536_870_912 }],
  [0, 1_000, { max: 1, step: 0.5 }],
] as const)('the axis for %d in steps of base %d ends at a round value', (largest, base, scale) => {
  expect(niceScale(largest, base)).toEqual(scale);
});

test('a value whose neighbours are missing is drawn as a dot', () => {
  const points = [
    [0, null],
    [1, 7],
    [2, null],
    [3, 8],
    [4, 9],
  ] as const;
  const line = { name: 'CPU', color: 'series-1', points };
  expect(timeChartOption({ ...data, lines: [line] }, String)).toMatchObject({
    series: [{ data: points }, { data: [[1, 7]], lineStyle: { width: 0 }, symbol: 'circle' }],
  });
});
