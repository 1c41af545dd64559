import type { LifecycleParts } from '../parts.ts';
import { runIsmPolicy } from './run-ism-policy.ts';

/** Does once what is due in the indices that have an ISM policy. One that fails holds up no other. */
export async function runIsm(parts: LifecycleParts, now: Date): Promise<void> {
  const { catalog, log } = parts;
  if (!catalog.clusterSettings.isOn('plugins.index_state_management.enabled')) {
    return;
  }
  for (const entry of catalog.entries()) {
    try {
      await runIsmPolicy(parts, entry, now);
    } catch (error) {
      // What an action throws is kept with the index; this is the state on disk, or the engine. The next run tries it again.
      log.warn({ error, index: entry.name }, 'the ISM policy of an index could not go on');
    }
  }
}
