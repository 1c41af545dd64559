import { itemsOf, methods } from '../method.ts';
import type { Run } from '../run.ts';
import { isEqual, toText } from '../text.ts';
import { Double, ScriptSet } from '../values.ts';
import { test } from './functions.ts';

/** Two items are the same member of a set if their keys are. */
function keyOf(item: unknown): unknown {
  if (typeof item !== 'object' || item === null) {
    return item;
  }
  return `${item instanceof Double ? '\0double' : '\0object'} ${toText(item)}`;
}

export function setOf(items: readonly unknown[], run: Run): ScriptSet {
  const set = new ScriptSet();
  for (const item of items) {
    add(set, item, run);
  }
  return set;
}

function add(set: ScriptSet, item: unknown, run: Run): boolean {
  run.step();
  run.willHold(set.items.size + 1);
  const key = keyOf(item);
  const isNew = !set.items.has(key);
  set.items.set(key, isNew ? item : set.items.get(key));
  return isNew;
}

function remove(set: ScriptSet, item: unknown, run: Run): boolean {
  run.step();
  run.hasWritten = true;
  return set.items.delete(keyOf(item));
}

function removeEach(set: ScriptSet, run: Run, isGone: (item: unknown) => boolean): boolean {
  const gone = [...set.items.values()].filter(isGone);
  for (const item of gone) {
    remove(set, item, run);
  }
  return gone.length > 0;
}

/** Methods of `Set` beside those of every collection. */
export const SET_METHODS = methods<ScriptSet>({
  'contains/1': (set, [item]) => set.items.has(keyOf(item)),
  'add/1': (set, [item], run) => add(set, item, run),
  'addAll/1': (set, [items], run) =>
    itemsOf(items).reduce<boolean>((isNew, item) => add(set, item, run) || isNew, false),
  'remove/1': (set, [item], run) => remove(set, item, run),
  'removeAll/1': (set, [items], run) =>
    itemsOf(items).reduce<boolean>((isGone, item) => remove(set, item, run) || isGone, false),
  'retainAll/1': (set, [items], run) => {
    const kept = setOf(itemsOf(items), run);
    return removeEach(set, run, (item) => !kept.items.has(keyOf(item)));
  },
  'removeIf/1': (set, [predicate], run) => {
    return removeEach(set, run, test(predicate));
  },
  'clear/0': (set, _args, run) => {
    run.hasWritten = true;
    set.items.clear();
    return null;
  },
  'equals/1': (set, [other]) => isEqual(set, other),
});
