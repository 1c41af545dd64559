import { order } from '../compare.ts';
import { functionOf, longOf, methods, textOf, wrongType } from '../method.ts';
import { calculate } from '../numbers.ts';
import { ScriptFault } from '../script-fault.ts';
import { isEqual, toText } from '../text.ts';
import { Double, ScriptFunction, ScriptObject } from '../values.ts';
import { comparison, sumOf, test, unary } from './functions.ts';
import { setOf } from './set.ts';

/** `java.util.Iterator`, over the items that a collection had when it was made. */
export class ListIterator extends ScriptObject {
  readonly javaName = 'Iterator';
  readonly methods = ITERATOR_METHODS;
  private readonly list: readonly unknown[];
  private place = 0;

  constructor(items: readonly unknown[]) {
    super();
    this.list = items;
  }

  toText(): string {
    return 'java.util.Iterator';
  }

  hasNext(): boolean {
    return this.place < this.list.length;
  }

  next(): unknown {
    if (!this.hasNext()) {
      throw new ScriptFault('NoSuchElementException', 'no more elements');
    }
    this.place += 1;
    return this.list[this.place - 1];
  }
}

const ITERATOR_METHODS = methods<ListIterator>({
  'hasNext/0': (iterator) => iterator.hasNext(),
  'next/0': (iterator) => iterator.next(),
});

/** `java.util.stream.Stream`; each step is done at once, for all items. */
export class Stream extends ScriptObject {
  readonly javaName = 'Stream';
  override readonly interfaces = ['IntStream'];
  readonly methods = STREAM_METHODS;
  readonly list: readonly unknown[];

  constructor(items: readonly unknown[]) {
    super();
    this.list = items;
  }

  toText(): string {
    return 'java.util.stream.Stream';
  }

  override items(): readonly unknown[] {
    return this.list;
  }
}

/** `java.util.Optional` */
export class Optional extends ScriptObject {
  readonly javaName = 'Optional';
  readonly methods = OPTIONAL_METHODS;
  readonly value: unknown;

  constructor(value: unknown) {
    super();
    this.value = value;
  }

  toText(): string {
    return this.value === null ? 'Optional.empty' : `Optional[${toText(this.value)}]`;
  }
}

const OPTIONAL_METHODS = methods<Optional>({
  'get/0': ({ value }) => {
    if (value === null) {
      throw new ScriptFault('NoSuchElementException', 'No value present');
    }
    return value;
  },
  'getAsInt/0': ({ value }) => value,
  'getAsDouble/0': ({ value }) => value,
  'isPresent/0': ({ value }) => value !== null,
  'isEmpty/0': ({ value }) => value === null,
  'orElse/1': ({ value }, [other]) => value ?? other,
  'orElseGet/1': ({ value }, [other]) => value ?? functionOf(other).call([]),
  'ifPresent/1': ({ value }, [action]) =>
    value === null ? null : functionOf(action).call([value]),
  'map/1': ({ value }, [change]) =>
    new Optional(value === null ? null : functionOf(change).call([value])),
});

/** What `collect` makes of the items of a stream. */
export class Collector extends ScriptObject {
  readonly javaName = 'Collector';
  readonly methods = methods<Collector>({});
  readonly finish: (items: readonly unknown[]) => unknown;

  constructor(finish: (items: readonly unknown[]) => unknown) {
    super();
    this.finish = finish;
  }

  toText(): string {
    return 'java.util.stream.Collector';
  }
}

const best = (items: readonly unknown[], isBetter: (a: unknown, b: unknown) => boolean) =>
  new Optional(
    items.length === 0
      ? null
      : items.reduce((found, item) => (isBetter(item, found) ? item : found)),
  );

const STREAM_METHODS = methods<Stream>({
  'map/1': ({ list }, [change], run) => new Stream(run.list(list.map(unary(change)))),
  'mapToInt/1': ({ list }, [change], run) => new Stream(run.list(list.map(unary(change)))),
  'mapToLong/1': ({ list }, [change], run) => new Stream(run.list(list.map(unary(change)))),
  'mapToDouble/1': ({ list }, [change], run) => new Stream(run.list(list.map(unary(change)))),
  'mapToObj/1': ({ list }, [change], run) => new Stream(run.list(list.map(unary(change)))),
  'boxed/0': (stream) => stream,
  'filter/1': ({ list }, [predicate], run) => new Stream(run.list(list.filter(test(predicate)))),
  'distinct/0': ({ list }, _args, run) => new Stream([...setOf(list, run).items.values()]),
  'sorted/0': ({ list }, _args, run) => new Stream(run.list([...list].sort(order))),
  'sorted/1': ({ list }, [compare], run) =>
    new Stream(run.list([...list].sort(comparison(compare)))),
  'limit/1': ({ list }, [count], run) =>
    new Stream(run.list(list.slice(0, Math.max(0, Number(longOf(count)))))),
  'skip/1': ({ list }, [count], run) =>
    new Stream(run.list(list.slice(Math.max(0, Number(longOf(count)))))),
  'forEach/1': ({ list }, [action]) => {
    list.forEach(unary(action));
    return null;
  },
  'collect/1': ({ list }, [collector]) => {
    if (!(collector instanceof Collector)) {
      throw wrongType(collector, 'java.util.stream.Collector');
    }
    return collector.finish(list);
  },
  'toList/0': ({ list }, _args, run) => run.list([...list]),
  'toArray/0': ({ list }, _args, run) => run.list([...list]),
  'toArray/1': ({ list }, _args, run) => run.list([...list]),
  'count/0': ({ list }) => BigInt(list.length),
  'sum/0': ({ list }) => sumOf(list, 0),
  'average/0': ({ list }) =>
    new Optional(
      list.length === 0 ? null : calculate('/', sumOf(list, new Double(0)), list.length),
    ),
  'anyMatch/1': ({ list }, [predicate]) => list.some(test(predicate)),
  'allMatch/1': ({ list }, [predicate]) => list.every(test(predicate)),
  'noneMatch/1': ({ list }, [predicate]) => !list.some(test(predicate)),
  'findFirst/0': ({ list }) => new Optional(list[0] ?? null),
  'findAny/0': ({ list }) => new Optional(list[0] ?? null),
  'max/0': ({ list }) => best(list, (a, b) => order(a, b) > 0),
  'min/0': ({ list }) => best(list, (a, b) => order(a, b) < 0),
  'max/1': ({ list }, [compare]) => best(list, (a, b) => comparison(compare)(a, b) > 0),
  'min/1': ({ list }, [compare]) => best(list, (a, b) => comparison(compare)(a, b) < 0),
  'reduce/2': ({ list }, [start, combine]) =>
    list.reduce((all, item) => functionOf(combine).call([all, item]), start),
  'contains/1': ({ list }, [what]) => list.some((item) => isEqual(item, what)),
  'join/1': ({ list }, [separator], run) =>
    run.text(list.map((item) => toText(item)).join(textOf(separator))),
});

/** A comparator of natural order, or the other way round. */
export const naturalOrder = (isReversed: boolean): ScriptFunction =>
  new ScriptFunction(([a, b]) => {
    const found = order(a, b);
    return isReversed ? -found : found;
  });
