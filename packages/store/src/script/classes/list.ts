import { functionOf, intOf, itemsOf, methods, textOf } from '../method.ts';
import type { Run } from '../run.ts';
import { faults } from '../script-fault.ts';
import { isEqual, toText } from '../text.ts';
import { Double, fromPlain, type List } from '../values.ts';
import { comparison, sumOf, test, unary } from './functions.ts';
import { ListIterator, Stream } from './stream.ts';

/** An element; a place outside the list is an error as in Java. */
export function elementOf(list: List, at: number): unknown {
  checkPlace(list, at);
  return fromPlain(list[at]);
}

export function checkPlace(list: List, at: number): void {
  if (at < 0 || at >= list.length) {
    throw faults.outOfBounds(`Index ${at} out of bounds for length ${list.length}`);
  }
}

function insert(list: List, at: number, items: readonly unknown[], run: Run): void {
  if (at < 0 || at > list.length) {
    throw faults.outOfBounds(`Index: ${at}, Size: ${list.length}`);
  }
  run.willHold(list.length + items.length);
  run.step(items.length + (list.length - at) / 1_000);
  if (at === list.length) {
    for (const item of items) {
      list.push(item);
    }
  } else {
    list.splice(at, 0, ...items);
  }
}

function remove(list: List, what: unknown, run: Run): unknown {
  run.hasWritten = true;
  if (typeof what === 'number') {
    const removed = elementOf(list, what);
    list.splice(what, 1);
    return removed;
  }
  const at = find(list, what, run);
  if (at >= 0) {
    list.splice(at, 1);
  }
  return at >= 0;
}

function find(list: List, what: unknown, run: Run): number {
  run.step(list.length / 8);
  return list.findIndex((item) => isEqual(fromPlain(item), what));
}

function keep(list: List, run: Run, isKept: (item: unknown) => boolean): boolean {
  run.step(list.length);
  run.hasWritten = true;
  const kept = list.filter((item) => isKept(fromPlain(item)));
  const isChanged = kept.length !== list.length;
  list.length = 0;
  for (const item of kept) {
    list.push(item);
  }
  return isChanged;
}

function sort(list: List, comparator: unknown, run: Run): null {
  run.hasWritten = true;
  run.step(list.length * 4);
  const sorted = list.map(fromPlain).sort(comparison(comparator));
  for (const [i, item] of sorted.entries()) {
    list[i] = item;
  }
  return null;
}

/** Methods that lists, sets and arrays share; they are given the items as a script sees them. */
export const COLLECTION_METHODS = methods<readonly unknown[]>({
  'size/0': (items) => items.length,
  'isEmpty/0': (items) => items.length === 0,
  'contains/1': (items, [what]) => items.some((item) => isEqual(item, what)),
  'containsAll/1': (items, [others], run) => {
    const wanted = itemsOf(others);
    run.step((items.length * wanted.length) / 8);
    return wanted.every((other) => items.some((item) => isEqual(item, other)));
  },
  'iterator/0': (items) => new ListIterator(items),
  'stream/0': (items) => new Stream(items),
  'toArray/0': (items, _args, run) => run.list([...items]),
  'toString/0': (items, _args, run) => run.text(toText(items)),
  'forEach/1': (items, [action]) => {
    each(items, action);
    return null;
  },
  'each/1': (items, [action]) => {
    each(items, action);
    return items;
  },
  'any/1': (items, [predicate]) => items.some(test(predicate)),
  'every/1': (items, [predicate]) => items.every(test(predicate)),
  'find/1': (items, [predicate]) => items.find(test(predicate)) ?? null,
  'findAll/1': (items, [predicate], run) => run.list(items.filter(test(predicate))),
  'collect/1': (items, [change], run) => run.list(items.map(unary(change))),
  'join/1': (items, [separator], run) =>
    run.text(items.map((item) => toText(item)).join(textOf(separator))),
  'sum/0': (items) => sumOf(items, new Double(0)),
  'sum/1': (items, [read]) => sumOf(items.map(unary(read)), new Double(0)),
  'asList/0': (items) => items,
});

function each(items: readonly unknown[], action: unknown): void {
  const act = functionOf(action);
  for (const item of items) {
    act.call([item]);
  }
}

/** Methods of `List`, with those that Painless adds. */
export const LIST_METHODS = methods<List>({
  'getLength/0': (list) => list.length,
  'get/1': (list, [at]) => elementOf(list, intOf(at)),
  'set/2': (list, [at, value], run) => {
    const old = elementOf(list, intOf(at));
    run.hasWritten = true;
    list[intOf(at)] = value;
    return old;
  },
  'add/1': (list, [value], run) => {
    insert(list, list.length, [value], run);
    return true;
  },
  'add/2': (list, [at, value], run) => {
    insert(list, intOf(at), [value], run);
    return null;
  },
  'addAll/1': (list, [items], run) => {
    const added = itemsOf(items);
    insert(list, list.length, added, run);
    return added.length > 0;
  },
  'addAll/2': (list, [at, items], run) => {
    insert(list, intOf(at), itemsOf(items), run);
    return true;
  },
  'remove/1': (list, [what], run) => remove(list, what, run),
  'removeAll/1': (list, [items], run) => {
    const others = itemsOf(items);
    run.step((list.length * others.length) / 8);
    return keep(list, run, (item) => !others.some((other) => isEqual(item, other)));
  },
  'retainAll/1': (list, [items], run) => {
    const others = itemsOf(items);
    run.step((list.length * others.length) / 8);
    return keep(list, run, (item) => others.some((other) => isEqual(item, other)));
  },
  'removeIf/1': (list, [predicate], run) => {
    const isGone = test(predicate);
    return keep(list, run, (item) => !isGone(item));
  },
  'replaceAll/1': (list, [change], run) => {
    const changed = functionOf(change);
    run.hasWritten = true;
    for (const [i, item] of list.entries()) {
      list[i] = changed.call([fromPlain(item)]);
    }
    return null;
  },
  'clear/0': (list, _args, run) => {
    run.hasWritten = true;
    list.length = 0;
    return null;
  },
  'indexOf/1': (list, [what], run) => find(list, what, run),
  'lastIndexOf/1': (list, [what], run) => {
    run.step(list.length / 8);
    return list.findLastIndex((item) => isEqual(fromPlain(item), what));
  },
  'subList/2': (list, [from, to], run) => {
    if (intOf(from) < 0 || intOf(to) > list.length || intOf(from) > intOf(to)) {
      throw faults.outOfBounds(`fromIndex: ${intOf(from)}, toIndex: ${intOf(to)}`);
    }
    return run.list(list.slice(intOf(from), intOf(to)));
  },
  'sort/1': (list, [comparator], run) => sort(list, comparator, run),
  'equals/1': (list, [other]) => isEqual(list, other),
});
