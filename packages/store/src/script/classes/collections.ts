import { order } from '../compare.ts';
import { functionOf, intOf, itemsOf, statics, textOf } from '../method.ts';
import { faults } from '../script-fault.ts';
import { toText } from '../text.ts';
import { type List, ScriptFunction } from '../values.ts';
import { StringBuilder } from './builder.ts';
import { LIST_METHODS } from './list.ts';
import { copyOf } from './map.ts';
import { setOf } from './set.ts';
import { Collector, naturalOrder, Optional, Stream } from './stream.ts';

const listOf = (value: unknown): List => {
  if (Array.isArray(value)) {
    return value;
  }
  throw faults.classCast('expected a list');
};

const newList = (items: readonly unknown[]): List => [...items];

/** A list, map or set with what another holds, empty, or with a capacity that does not matter here. */
const CONSTRUCTORS = statics({
  'ArrayList/0': () => [],
  'ArrayList/1': ([items], run) =>
    typeof items === 'number' ? [] : run.list(newList(itemsOf(items))),
  'LinkedList/0': () => [],
  'HashMap/0': () => new Map(),
  'HashMap/1': ([map], run) => (typeof map === 'number' ? new Map() : copyOf(map, run)),
  'HashSet/0': (_args, run) => setOf([], run),
  'HashSet/1': ([items], run) => setOf(typeof items === 'number' ? [] : itemsOf(items), run),
  'StringBuilder/0': () => new StringBuilder(''),
  'StringBuilder/1': ([text]) => new StringBuilder(typeof text === 'number' ? '' : toText(text)),
  'Object/0': () => new Map(),
});

/** Other classes that are made as the one named here. */
const SAME: Readonly<Record<string, string>> = {
  LinkedHashMap: 'HashMap',
  LinkedHashSet: 'HashSet',
  StringBuffer: 'StringBuilder',
};

/** Constructors by class and number of arguments. */
export const COLLECTION_CONSTRUCTORS = new Map([
  ...CONSTRUCTORS,
  ...Object.entries(SAME).flatMap(([name, same]) =>
    [0, 1].flatMap((count) => {
      const make = CONSTRUCTORS.get(`${same}/${count}`);
      return make ? [[`${name}/${count}`, make] as const] : [];
    }),
  ),
]);

const several = (name: string, make: (items: readonly unknown[]) => unknown) =>
  Object.fromEntries(
    Array.from({ length: 11 }, (_, count) => [
      `${name}/${count}`,
      (args: readonly unknown[]) => make(args),
    ]),
  );

const pairs = (args: readonly unknown[]) =>
  new Map(
    Array.from({ length: args.length / 2 }, (_, i) => [args[2 * i], args[2 * i + 1]] as const),
  );

const collectTo = (finish: (items: readonly unknown[]) => unknown) => () => new Collector(finish);

/** Class functions of collections, streams and comparators. */
export const COLLECTION_STATICS = statics({
  ...several('List.of', newList),
  ...several('Arrays.asList', (args) =>
    args.length === 1 && Array.isArray(args[0]) ? args[0] : newList(args),
  ),
  ...Object.fromEntries(
    [0, 2, 4, 6, 8, 10].map((count) => [
      `Map.of/${count}`,
      (args: readonly unknown[]) => pairs(args),
    ]),
  ),
  'Collections.emptyList/0': () => [],
  'Collections.emptyMap/0': () => new Map(),
  'Collections.emptySet/0': (_args, run) => setOf([], run),
  'Collections.singletonList/1': ([item]) => [item],
  'Collections.singletonMap/2': ([key, value]) => new Map([[key, value]]),
  'Collections.singleton/1': ([item], run) => setOf([item], run),
  'Collections.unmodifiableList/1': ([list]) => list,
  'Collections.unmodifiableMap/1': ([map]) => map,
  'Collections.sort/1': ([list], run) => LIST_METHODS.get('sort/1')?.(listOf(list), [null], run),
  'Collections.sort/2': ([list, compare], run) =>
    LIST_METHODS.get('sort/1')?.(listOf(list), [compare], run),
  'Collections.reverse/1': ([list], run) => {
    run.hasWritten = true;
    listOf(list).reverse();
    return null;
  },
  'Collections.reverseOrder/0': () => naturalOrder(true),
  'Collections.max/1': ([items]) => itemsOf(items).reduce((a, b) => (order(b, a) > 0 ? b : a)),
  'Collections.min/1': ([items]) => itemsOf(items).reduce((a, b) => (order(b, a) < 0 ? b : a)),
  'Comparator.naturalOrder/0': () => naturalOrder(false),
  'Comparator.reverseOrder/0': () => naturalOrder(true),
  'Comparator.comparing/1': ([read]) => {
    const key = functionOf(read);
    return new ScriptFunction(([a, b]) => order(key.call([a]), key.call([b])));
  },
  'Arrays.stream/1': ([items]) => new Stream(itemsOf(items)),
  'Stream.of/1': ([items]) => new Stream(Array.isArray(items) ? items : [items]),
  'IntStream.range/2': ([from, to], run) => range(intOf(from), intOf(to), run.willHold.bind(run)),
  'IntStream.rangeClosed/2': ([from, to], run) =>
    range(intOf(from), intOf(to) + 1, run.willHold.bind(run)),
  'Optional.of/1': ([value]) => new Optional(value),
  'Optional.ofNullable/1': ([value]) => new Optional(value),
  'Optional.empty/0': () => new Optional(null),
  'Collectors.toList/0': collectTo(newList),
  'Collectors.toSet/0': (_args, run) => new Collector((items) => setOf(items, run)),
  'Collectors.counting/0': collectTo((items) => BigInt(items.length)),
  'Collectors.joining/0': collectTo((items) => items.map((item) => toText(item)).join('')),
  'Collectors.joining/1': ([separator]) =>
    new Collector((items) => items.map((item) => toText(item)).join(textOf(separator))),
  'Collectors.toMap/2': ([key, value]) =>
    new Collector(
      (items) =>
        new Map(
          items.map((item) => [functionOf(key).call([item]), functionOf(value).call([item])]),
        ),
    ),
});

function range(from: number, to: number, willHold: (size: number) => void): Stream {
  const length = Math.max(0, to - from);
  willHold(length);
  return new Stream(Array.from({ length }, (_, i) => from + i));
}
