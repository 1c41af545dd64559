import { isObject } from '@longshore/common/json';
import type { ReadDocument } from '../../search/document-place.ts';
import { parseRequestJson } from '../../search/request-json.ts';
import { readDocuments } from '../documents/get-document.ts';
import { checkRequired, routingThrough } from '../documents/routing.ts';
import { oneIndex } from '../one-index.ts';
import type { Store } from '../route.ts';

/** Reads the sources of documents that queries name, as a get does: those that are not searchable yet, too. */
export const openDocumentReader =
  (store: Store): ReadDocument =>
  async ({ index: name, id, routing }) => {
    const entry = oneIndex(store, name);
    checkRequired(entry, id, routingThrough({ entry, name, routing }));
    const [document] = await readDocuments(store, entry, [id], true);
    const source = document?.source && parseRequestJson(document.source);
    return isObject(source) ? source : undefined;
  };
