import { isObject, type JsonObject } from '@longshore/common/json';
import { parseExactBytes, stringifyExact } from '../../index/exact-json.ts';
import { toJsonText } from '../../search/json-text.ts';
import type { WriteResult } from '../../write/operation.ts';
import { filterPath } from '../filter-path.ts';
import type { BulkHead } from './bulk-request.ts';
import { statusOf, type WrittenIndex, writeAnswer } from './write-answer.ts';

/** What stands where it differs from item to item; no name of an index can contain it. */
const MARKS = { id: '<id>', version: -9_007_199_254_740_990, seqNo: -9_007_199_254_740_991 };
const MARK = new RegExp(`"${MARKS.id}"|${MARKS.version}|${MARKS.seqNo}`, 'g');

/** How an item of a kind is written: pieces of text, and what comes between them. */
interface ItemForm {
  readonly action: string;
  readonly entry: WrittenIndex;
  readonly result: WriteResult['result'];
  /** Undefined when the filter leaves nothing of such an item. */
  readonly pieces: readonly string[] | undefined;
  readonly marks: readonly string[];
}

/**
 * Writes the items of a bulk answer as JSON text, as far as `filter_path` wants them. Items of writes that went well
 * differ in few values, and a filter looks at names only, so that it is asked once for all that are alike.
 */
export class BulkItemWriter {
  readonly #filterPath: string | undefined;
  readonly #isForcedRefresh: boolean;
  #last: ItemForm | undefined;

  constructor(path: string | undefined, isForcedRefresh: boolean) {
    this.#filterPath = path;
    this.#isForcedRefresh = isForcedRefresh;
  }

  /** The text of an item; undefined when the filter leaves nothing of it. */
  write(action: BulkHead['action'], item: Readonly<Record<string, unknown>>): string | undefined {
    const text = toJsonText({ [action]: item });
    return this.#filterPath === undefined ? text : filterItem(text, this.#filterPath);
  }

  /** The same for a write that went well and shows nothing beside that. */
  writeResult(
    action: BulkHead['action'],
    entry: WrittenIndex,
    outcome: WriteResult,
  ): string | undefined {
    let form = this.#last;
    if (
      form === undefined ||
      form.entry !== entry ||
      form.action !== action ||
      form.result !== outcome.result
    ) {
      form = this.#formOf(action, entry, outcome);
      this.#last = form;
    }
    const { pieces, marks } = form;
    if (pieces === undefined) {
      return undefined;
    }
    let text = pieces[0] ?? '';
    for (let i = 0; i < marks.length; i += 1) {
      text += `${valueAt(marks[i], outcome)}${pieces[i + 1]}`;
    }
    return text;
  }

  /** What an answer has beside its items, as the filter wants it. */
  filterHead(head: JsonObject): JsonObject {
    const kept = this.#filterPath === undefined ? head : filterPath(head, this.#filterPath);
    return isObject(kept) ? kept : {};
  }

  /** Whether an answer without items has an empty list of them. */
  get showsNoItems(): boolean {
    return this.#filterPath === undefined;
  }

  #formOf(action: BulkHead['action'], entry: WrittenIndex, outcome: WriteResult): ItemForm {
    const { result } = outcome;
    const answer = writeAnswer(entry, { ...outcome, ...MARKS }, this.#isForcedRefresh);
    const text = this.write(action, { ...answer, status: statusOf(outcome) });
    return { action, entry, result, pieces: text?.split(MARK), marks: text?.match(MARK) ?? [] };
  }
}

function valueAt(mark: string | undefined, { id, version, seqNo }: WriteResult): string | number {
  switch (mark) {
    case String(MARKS.seqNo):
      return seqNo;
    case String(MARKS.version):
      return version;
    default:
      return JSON.stringify(id);
  }
}

/** A filter names items by their path from the root of the answer. */
function filterItem(text: string, path: string): string | undefined {
  const kept = filterPath({ items: [parseExactBytes(Buffer.from(text))] }, path) as {
    readonly items?: readonly ReturnType<typeof parseExactBytes>[];
  };
  const [item] = kept.items ?? [];
  return item === undefined ? undefined : stringifyExact(item);
}
