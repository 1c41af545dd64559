import { intOf, methods, textOf } from '../method.ts';
import type { Run } from '../run.ts';
import { faults } from '../script-fault.ts';
import { toText } from '../text.ts';
import { Char, ScriptObject } from '../values.ts';

/** `java.lang.StringBuilder` */
export class StringBuilder extends ScriptObject {
  readonly javaName = 'StringBuilder';
  override readonly interfaces = ['CharSequence', 'StringBuffer'];
  readonly methods = BUILDER_METHODS;
  text: string;

  constructor(text: string) {
    super();
    this.text = text;
  }

  toText(): string {
    return this.text;
  }

  /** Puts a text in place of what is between two places. */
  splice(from: number, to: number, text: string, run: Run): this {
    if (from < 0 || from > this.text.length || from > to) {
      throw faults.outOfBounds(`start ${from}, end ${to}, length ${this.text.length}`);
    }
    run.willMakeText(this.text.length + text.length);
    this.text = this.text.slice(0, from) + text + this.text.slice(to);
    return this;
  }
}

const BUILDER_METHODS = methods<StringBuilder>({
  'append/1': (builder, [value], run) => {
    const added = toText(value);
    run.willMakeText(added.length);
    // Only what is added costs: the engine joins texts without copying them.
    builder.text += added;
    run.holdText(builder.text.length);
    return builder;
  },
  'insert/2': (builder, [at, value], run) =>
    builder.splice(intOf(at), intOf(at), toText(value), run),
  'replace/3': (builder, [from, to, text], run) =>
    builder.splice(intOf(from), intOf(to), textOf(text), run),
  'delete/2': (builder, [from, to], run) => builder.splice(intOf(from), intOf(to), '', run),
  'deleteCharAt/1': (builder, [at], run) => builder.splice(intOf(at), intOf(at) + 1, '', run),
  'setLength/1': (builder, [length]) => {
    builder.text = builder.text.slice(0, Math.max(0, intOf(length)));
    return null;
  },
  'reverse/0': (builder, _args, run) => {
    run.willMakeText(builder.text.length);
    builder.text = [...builder.text].reverse().join('');
    return builder;
  },
  'length/0': (builder) => builder.text.length,
  'charAt/1': (builder, [at]) => new Char(builder.text.charCodeAt(intOf(at))),
  'indexOf/1': (builder, [part]) => builder.text.indexOf(textOf(part)),
  'substring/1': (builder, [from]) => builder.text.slice(intOf(from)),
  'substring/2': (builder, [from, to]) => builder.text.slice(intOf(from), intOf(to)),
  'toString/0': (builder) => builder.text,
});
