import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import { errors } from '../errors.ts';
import type { Json } from '../json.ts';

/** A file of settings: its name for messages, and its text. */
export interface SettingsFile {
  readonly name: string;
  readonly text: string;
}

/** One key of a file, with the place where it stands. Scalars are text: what they mean, the definition says. */
export interface SettingEntry {
  readonly key: string;
  readonly value: Json;
  /** For messages, for example `longshore.yml line 3`. */
  readonly place: string;
}

/** Reads a YAML file; nested keys and dotted keys are the same. `isKnown` says where a setting's value begins. */
export function readSettingsFile(
  { name, text }: SettingsFile,
  isKnown: (key: string) => boolean,
): SettingEntry[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [problem] = document.errors;
  if (problem !== undefined) {
    const line = lines.linePos(problem.pos[0]).line;
    throw errors.settings(`${name} line ${line} is not YAML: ${problem.message.split('\n')[0]}`);
  }
  if (document.contents === null || isNothing(document.contents)) {
    return [];
  }
  if (!isMap(document.contents)) {
    throw errors.settings(`${name} must hold settings of the form "key: value"`);
  }
  const placeOf = (node: unknown) => `${name} line ${lineOf(node, lines)}`;
  return entriesOf(document.contents, '', { isKnown, placeOf });
}

interface Walk {
  readonly isKnown: (key: string) => boolean;
  readonly placeOf: (node: unknown) => string;
}

function entriesOf(map: YAMLMap, prefix: string, walk: Walk): SettingEntry[] {
  return map.items.flatMap((pair: Pair) => {
    const key = `${prefix}${String(readValue(pair.key, walk))}`;
    if (!walk.isKnown(key) && isMap(pair.value)) {
      return entriesOf(pair.value, `${key}.`, walk);
    }
    return [{ key, value: readValue(pair.value, walk), place: walk.placeOf(pair.key) }];
  });
}

function readValue(node: unknown, walk: Walk): Json {
  if (node === null || isNothing(node)) {
    return null;
  }
  if (isScalar(node)) {
    return node.source ?? String(node.value);
  }
  if (isSeq(node)) {
    return node.items.map((item) => readValue(item, walk));
  }
  if (isMap(node)) {
    return Object.fromEntries(
      node.items.map((pair: Pair) => [
        String(readValue(pair.key, walk)),
        readValue(pair.value, walk),
      ]),
    );
  }
  const what = isAlias(node) ? `the reference *${node.source}` : 'this';
  throw errors.settings(`${walk.placeOf(node)}: ${what} cannot be used here; write the value`);
}

const isNothing = (node: unknown): boolean => isScalar(node) && node.value === null;

function lineOf(node: unknown, lines: LineCounter): number {
  const ranged = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : null;
  return lines.linePos(ranged?.[0] ?? 0).line;
}
