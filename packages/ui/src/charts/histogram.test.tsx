import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import '../i18n/i18n.ts';
import { Histogram } from './histogram.tsx';

afterEach(cleanup);

test('lines are counted by level, the worst first, and those without a level too', () => {
  render(
    <Histogram
      span={{ fromMs: 0, toMs: 120_000 }}
      intervalMs={60_000}
      buckets={[
        [0, 10],
        [60_000, 5],
      ]}
      levels={[
        { level: 'error', counts: [1, 2] },
        { level: 'info', counts: [0, 1] },
      ]}
      onZoom={() => {}}
      onZoomOut={() => {}}
    />,
  );
  const legend = within(screen.getByRole('list', { name: 'Lines by level' }));
  const texts = legend.getAllByRole('listitem').map(({ textContent }) => textContent);
  expect(texts).toEqual(['error 3', 'info 1', 'other 11']);
  const picture = screen.getByRole('img', { name: /error 3, info 1, other 11/ });
  const titles = [...picture.querySelectorAll('title')].map(({ textContent }) => textContent);
  expect(titles[0]).toContain('10 lines: error 1, other 9');
});
