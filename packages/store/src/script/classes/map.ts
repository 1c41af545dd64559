import { spendValues } from '../meter.ts';
import { functionOf, itemsOf, keyOf, methods, wrongType } from '../method.ts';
import type { Run } from '../run.ts';
import { isEqual, toText } from '../text.ts';
import {
  fromPlain,
  isPlainObject,
  type PlainObject,
  type ScriptMap,
  ScriptObject,
} from '../values.ts';
import { test } from './functions.ts';

/** Maps of a script and objects of a document are the same to a script. */
export type AnyMap = ScriptMap | PlainObject;

export function isMap(value: unknown): value is AnyMap {
  return value instanceof Map || isPlainObject(value);
}

function hasKey(map: AnyMap, key: unknown): boolean {
  return map instanceof Map ? map.has(keyOf(key)) : Object.hasOwn(map, String(keyOf(key)));
}

/** The value of a key as a script sees it; null if there is none. */
export function getKey(map: AnyMap, key: unknown): unknown {
  if (map instanceof Map) {
    return map.get(keyOf(key)) ?? null;
  }
  const name = String(keyOf(key));
  return Object.hasOwn(map, name) ? fromPlain(map[name]) : null;
}

export function putKey(map: AnyMap, key: unknown, value: unknown, run: Run): void {
  if (map instanceof Map) {
    run.willHold(map.size + 1);
    map.set(keyOf(key), value);
    return;
  }
  const name = String(keyOf(key));
  run.willHold(0);
  if (name === '__proto__') {
    Object.defineProperty(map, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  } else {
    map[name] = value;
  }
}

function removeKey(map: AnyMap, key: unknown, run: Run): unknown {
  const old = getKey(map, key);
  run.hasWritten = true;
  if (map instanceof Map) {
    map.delete(keyOf(key));
  } else {
    delete map[String(keyOf(key))];
  }
  return old;
}

/** Keys and values as a script sees them, in order. */
function entriesOf(map: AnyMap): (readonly [unknown, unknown])[] {
  const entries =
    map instanceof Map
      ? [...map]
      : Object.entries(map).map(([key, value]) => [key, fromPlain(value)] as const);
  spendValues(entries.length);
  return entries;
}

function sizeOf(map: AnyMap): number {
  if (map instanceof Map) {
    return map.size;
  }
  const { length } = Object.keys(map);
  spendValues(length);
  return length;
}

const mapOf = (value: unknown): AnyMap => {
  if (isMap(value)) {
    return value;
  }
  throw wrongType(value, 'java.util.Map');
};

/** `java.util.Map.Entry`; `setValue` writes through. */
class MapEntry extends ScriptObject {
  readonly javaName = 'Map.Entry';
  readonly methods = ENTRY_METHODS;
  readonly key: unknown;
  readonly map: AnyMap;

  constructor(key: unknown, map: AnyMap) {
    super();
    this.key = key;
    this.map = map;
  }

  get value(): unknown {
    return getKey(this.map, this.key);
  }

  toText(): string {
    return `${toText(this.key)}=${toText(this.value)}`;
  }

  override equals(other: unknown): boolean {
    return (
      other instanceof MapEntry && isEqual(this.key, other.key) && isEqual(this.value, other.value)
    );
  }
}

const ENTRY_METHODS = methods<MapEntry>({
  'getKey/0': (entry) => entry.key,
  'getValue/0': (entry) => entry.value,
  'setValue/1': (entry, [value], run) => {
    const old = entry.value;
    putKey(entry.map, entry.key, value, run);
    return old;
  },
});

/** Keys, values or entries of a map; what is removed from it is removed from the map. */
class MapView extends ScriptObject {
  readonly javaName = 'Set';
  override readonly interfaces = ['Collection', 'Iterable'];
  readonly methods = VIEW_METHODS;
  readonly map: AnyMap;
  readonly read: (key: unknown) => unknown;

  constructor(map: AnyMap, read: (key: unknown) => unknown) {
    super();
    this.map = map;
    this.read = read;
  }

  override items(): readonly unknown[] {
    return entriesOf(this.map).map(([key]) => this.read(key));
  }

  toText(): string {
    return toText(this.items());
  }

  override toPlain(): unknown {
    return this.items();
  }

  removeIf(isGone: (item: unknown) => boolean, run: Run): boolean {
    const gone = entriesOf(this.map).filter(([key]) => isGone(this.read(key)));
    run.step(gone.length);
    for (const [key] of gone) {
      removeKey(this.map, key, run);
    }
    return gone.length > 0;
  }
}

const VIEW_METHODS = methods<MapView>({
  'size/0': ({ map }) => sizeOf(map),
  'removeIf/1': (view, [isGone], run) => view.removeIf(test(isGone), run),
  'remove/1': (view, [what], run) => view.removeIf((item) => isEqual(item, what), run),
  'removeAll/1': (view, [others], run) => {
    const gone = itemsOf(others);
    return view.removeIf((item) => gone.some((other) => isEqual(item, other)), run);
  },
  'retainAll/1': (view, [others], run) => {
    const kept = itemsOf(others);
    return view.removeIf((item) => !kept.some((other) => isEqual(item, other)), run);
  },
});

/** Methods of `Map`, with those that Painless adds. */
export const MAP_METHODS = methods<AnyMap>({
  'size/0': sizeOf,
  'isEmpty/0': (map) => sizeOf(map) === 0,
  'get/1': (map, [key]) => getKey(map, key),
  'getOrDefault/2': (map, [key, other]) => (hasKey(map, key) ? getKey(map, key) : other),
  'containsKey/1': (map, [key]) => hasKey(map, key),
  'containsValue/1': (map, [value], run) => {
    run.step(sizeOf(map) / 8);
    return entriesOf(map).some(([, found]) => isEqual(found, value));
  },
  'put/2': (map, [key, value], run) => {
    const old = getKey(map, key);
    putKey(map, key, value, run);
    return old;
  },
  'putIfAbsent/2': (map, [key, value], run) => {
    const old = getKey(map, key);
    if (old === null) {
      putKey(map, key, value, run);
    }
    return old;
  },
  'putAll/1': (map, [other], run) => {
    for (const [key, value] of entriesOf(mapOf(other))) {
      run.step();
      putKey(map, key, value, run);
    }
    return null;
  },
  'computeIfAbsent/2': (map, [key, make], run) => {
    const old = getKey(map, key);
    if (old !== null) {
      return old;
    }
    const made = functionOf(make).call([key]);
    if (made !== null) {
      putKey(map, key, made, run);
    }
    return made;
  },
  'computeIfPresent/2': (map, [key, change], run) => {
    const old = getKey(map, key);
    return old === null ? null : store(map, key, functionOf(change).call([key, old]), run);
  },
  'compute/2': (map, [key, change], run) =>
    store(map, key, functionOf(change).call([key, getKey(map, key)]), run),
  'merge/3': (map, [key, value, combine], run) => {
    const old = getKey(map, key);
    const merged = old === null ? value : functionOf(combine).call([old, value]);
    return store(map, key, merged, run);
  },
  'replace/2': (map, [key, value], run) => {
    const old = getKey(map, key);
    if (hasKey(map, key)) {
      putKey(map, key, value, run);
    }
    return old;
  },
  'remove/1': (map, [key], run) => removeKey(map, key, run),
  'clear/0': (map, _args, run) => {
    for (const [key] of entriesOf(map)) {
      removeKey(map, key, run);
    }
    return null;
  },
  'keySet/0': (map) => new MapView(map, (key) => key),
  'values/0': (map) => new MapView(map, (key) => getKey(map, key)),
  'entrySet/0': (map) => new MapView(map, (key) => new MapEntry(key, map)),
  'forEach/1': (map, [action]) => {
    for (const [key, value] of entriesOf(map)) {
      functionOf(action).call([key, value]);
    }
    return null;
  },
  'any/1': (map, [holds]) =>
    entriesOf(map).some(([key, value]) => functionOf(holds).call([key, value]) === true),
  'every/1': (map, [holds]) =>
    entriesOf(map).every(([key, value]) => functionOf(holds).call([key, value]) === true),
  'findAll/1': (map, [holds]) =>
    new Map(entriesOf(map).filter(([key, value]) => functionOf(holds).call([key, value]) === true)),
  'collect/1': (map, [change], run) =>
    run.list(entriesOf(map).map(([key, value]) => functionOf(change).call([key, value]))),
  'equals/1': (map, [other]) => isEqual(map, other),
  'toString/0': (map, _args, run) => run.text(toText(map)),
});

function store(map: AnyMap, key: unknown, value: unknown, run: Run): unknown {
  if (value === null) {
    removeKey(map, key, run);
  } else {
    putKey(map, key, value, run);
  }
  return value;
}

/** A map with the entries of another. */
export function copyOf(value: unknown, run: Run): ScriptMap {
  const map: ScriptMap = new Map(entriesOf(mapOf(value)));
  run.willHold(map.size);
  return map;
}
