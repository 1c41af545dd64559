import type { Event } from '@longshore/common/fields';
import type { Sample, StatsRound } from '../../docker/stats.ts';
import { errorFields } from '../../error-fields.ts';
import { containerFields } from './container-fields.ts';

/** Events of one round: what `map` makes of each sample, and an error event for each container without one. */
export function mapSamples(
  round: StatsRound,
  now: Date,
  map: (sample: Sample) => readonly Omit<Event, '@timestamp'>[],
): Event[] {
  const timestamp = now.toISOString();
  const events = round.samples.flatMap((sample) =>
    map(sample).map((fields) => ({
      '@timestamp': timestamp,
      ...containerFields(sample.container),
      ...fields,
    })),
  );
  const failures = round.failures.map(({ container, error }) => ({
    '@timestamp': timestamp,
    ...containerFields(container),
    ...errorFields(error),
  }));
  return [...events, ...failures];
}
