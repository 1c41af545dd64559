import { errors } from '@longshore/common/errors';
import {
  type ExactObject,
  isExactObject,
  parseExactBytes,
  stringifyExact,
} from '../../index/exact-json.ts';
import { TEMPLATE_LANGUAGE } from '../../index/stored-scripts.ts';
import { type IngestValue, toIngest } from '../../ingest/ingest-value.ts';
import { compileMustache, walk } from '../../ingest/mustache.ts';
import type { Store } from '../route.ts';

const KNOWN: ReadonlySet<string> = new Set([
  'source',
  'id',
  'params',
  'explain',
  'profile',
  'lang',
]);

/** Members of a template's body that go into the search that it gives. */
const OF_SEARCH = ['explain', 'profile'] as const;

/** The body of a search from that of a template: its text with the places filled in, values escaped for JSON. */
export function renderTemplate(
  body: Buffer,
  { catalog }: Pick<Store, 'catalog'>,
  namedId?: string,
): ExactObject {
  const given = body.length === 0 ? {} : parseExactBytes(body);
  if (!isExactObject(given)) {
    throw errors.parsing('the request body must be a JSON object');
  }
  const unknown = Object.keys(given).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) {
    throw errors.unknownField('search_template', unknown);
  }
  const { params = {}, lang = TEMPLATE_LANGUAGE } = given;
  if (lang !== TEMPLATE_LANGUAGE) {
    throw errors.illegalArgument(`search templates are written in [${TEMPLATE_LANGUAGE}]`);
  }
  if (!isExactObject(params)) {
    throw errors.illegalArgument('[params] of a search template must be an object');
  }
  const values = toIngest(params);
  const fill = compileMustache(textOf(given, catalog, namedId), 'json');
  return withOptions(readRendered(fill((name) => find(values, name))), given);
}

const find = (params: IngestValue, name: string) => walk(params, name.split('.'));

/** The text of a template, which may be given as the object that it is before it is filled in. */
function textOf(
  given: ExactObject,
  catalog: Store['catalog'],
  namedId: string | undefined,
): string {
  const { source, id = namedId } = given;
  if (source !== undefined && source !== null && id === undefined) {
    return isExactObject(source) ? stringifyExact(source) : String(source);
  }
  if (typeof id !== 'string' || id === '') {
    throw errors.validation('1: template is missing;');
  }
  if (source !== undefined) {
    throw errors.illegalArgument('cannot specify both [source] and [id] for a search template');
  }
  const stored = catalog.scripts.get(id);
  if (stored === undefined) {
    throw errors.resourceNotFound(`unable to find script [${id}] in cluster state`);
  }
  if (stored.lang !== TEMPLATE_LANGUAGE) {
    throw errors.illegalArgument(
      `the stored script [${id}] is in [${stored.lang}] and not a template in [${TEMPLATE_LANGUAGE}]`,
    );
  }
  return stored.source;
}

function readRendered(text: string): ExactObject {
  const rendered = parseExactBytes(Buffer.from(text));
  if (!isExactObject(rendered)) {
    throw errors.parsing('a search template must give a JSON object');
  }
  return rendered;
}

function withOptions(search: ExactObject, given: ExactObject): ExactObject {
  const chosen = OF_SEARCH.filter((key) => given[key] === true || given[key] === 'true');
  return { ...search, ...Object.fromEntries(chosen.map((key) => [key, true])) };
}
