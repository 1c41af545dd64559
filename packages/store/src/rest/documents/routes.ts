import type { RestRoute } from '../route.ts';
import { bulk } from './bulk.ts';
import { getDocument, getSource } from './get-document.ts';
import { multiGet } from './multi-get.ts';
import { multiTermVectors, termVectors } from './term-vectors.ts';
import {
  createDocument,
  deleteDocument,
  indexDocument,
  indexNewDocument,
  update,
} from './write-document.ts';

/** APIs that read and write single documents, or many in one request. */
export const DOCUMENTS_ROUTES: readonly RestRoute[] = [
  bulk,
  getDocument,
  getSource,
  multiGet,
  multiTermVectors,
  termVectors,
  createDocument,
  deleteDocument,
  indexDocument,
  indexNewDocument,
  update,
];
