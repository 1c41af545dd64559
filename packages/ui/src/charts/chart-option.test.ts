import { expect, test } from 'vitest';
import { isLimitShown, timeChartOption } from './chart-option.ts';

const data = {
  span: { fromMs: 0, toMs: 1_000 },
  lines: [
    {
      name: 'CPU',
      color: 'series-1',
      points: [
        [0, 0.5],
        [500, null],
        [1_000, 0.9],
      ] as const,
    },
  ],
  marks: [{ atMs: 400, text: 'oom', isBad: true }],
  limit: 1,
  formatValue: String,
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
