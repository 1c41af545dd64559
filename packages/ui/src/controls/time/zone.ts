import { useSyncExternalStore } from 'react';

/** The clock that times are read and written by: the reader's own, or UTC. */
export type Zone = 'browser' | 'utc';

const STORAGE_KEY = 'longshore.zone';

let chosen: Zone | undefined;
const listeners = new Set<() => void>();

/** The zone that was chosen in this browser; the reader's own unless somebody chose otherwise. */
export function currentZone(): Zone {
  chosen ??= storedZone();
  return chosen;
}

/** Changes the zone of the whole UI and remembers it in this browser. */
export function chooseZone(zone: Zone): void {
  chosen = zone;
  try {
    localStorage.setItem(STORAGE_KEY, zone);
  } catch {
    // Storage may be switched off; the choice then holds for this visit.
  }
  for (const listener of listeners) {
    listener();
  }
}

/** The zone, renewed when it is changed. */
export function useZone(): Zone {
  return useSyncExternalStore(subscribe, currentZone);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function storedZone(): Zone {
  try {
    return localStorage.getItem(STORAGE_KEY) === 'utc' ? 'utc' : 'browser';
  } catch {
    return 'browser';
  }
}
