import type { RestRoute } from '../packages/store/src/rest/route.ts';
import { ROUTE_GROUPS } from '../packages/store/src/rest/routes.ts';

const HEAD = `# The REST API

<!-- Printed from packages/store/src/rest by \`npm run docs\`. Change the routes there. -->

The store speaks the REST API of Elasticsearch 8, with the additions of OpenSearch that clients use. This page lists
each API with its parameters. **Supported** means: we know of nothing that is missing; **partly** says what is. A
parameter in brackets is accepted and changes nothing here, mostly since there is one node. Every API also takes
\`error_trace\`, \`filter_path\`, \`format\`, \`human\` and \`pretty\`; one that is not listed is refused with 400.
Bodies and answers are JSON, or YAML or CBOR where \`Content-Type\`, \`Accept\` or \`format\` say so; lines of JSON
(\`_bulk\`, \`_msearch\`) are not read in these, and of a bulk request so large that it is answered in parts the answer is
always JSON. A body in YAML may have 32 KiB, one in CBOR 4 MiB. Smile is refused. The tables of \`_cat\` are text where
\`format\` does not say otherwise, even if \`Accept\` says JSON: many programs send that with each request. What a search may
contain is told in [the path of a search](../internals/search.md).
`;

const REFUSED_HEAD = `## Refused

What is not there is answered with 400 \`no handler found for uri\`, never with an empty success.

| API | why, or what to use instead |
|---|---|
`;

/** APIs of Elasticsearch that we do not have, by the path that clients call. */
export const REFUSED: readonly (readonly [string, string])[] = [
  ['/_slm/policy', 'there are no snapshots: copy the data folder of a stopped store'],
  ['/_security/user', 'there is no authentication yet; the store listens on loopback only'],
  ['/_security/api_key', 'as above'],
  ['/_watcher/watch', 'not built yet'],
  ['/_ml/anomaly_detectors', 'not built yet'],
  ['/_transform', 'not built yet'],
  ['/_rollup/job', 'dropped by Elasticsearch too'],
  ['/_enrich/policy', 'not planned: use a pipeline with a script'],
  ['/:index/_eql/search', 'not built yet'],
  ['/_rank_eval', 'not planned'],
  ['/:index/_graph/explore', 'not planned'],
  ['/_ccr/stats', 'there is one cluster'],
  ['/_cluster/routing/awareness/:attribute/weights', 'there is one node'],
  ['/_cluster/decommission/awareness/:attribute/:value', 'there is one node: stop it'],
  ['/_remotestore/stats/:index', 'data is on this node only'],
  ['/_nodes/:node/_repositories_metering', 'there are no snapshot repositories'],
  ['/_upgrade', 'dropped by Elasticsearch; what is on disk is read as it is'],
  ['/_capabilities', 'not planned: `GET /` tells the version that we speak'],
  ['/_logstash/pipeline', 'not planned'],
  ['/_application/search_application', 'not planned'],
];

/** The page of all APIs, as it must stand in `docs/reference/rest-api.md`. */
export function formatRestReference(): string {
  const groups = ROUTE_GROUPS.map(({ title, routes }) => formatGroup(title, routes));
  const refused = REFUSED.map(([path, why]) => `| \`${braces(path)}\` | ${why} |\n`).join('');
  return [HEAD, ...groups, REFUSED_HEAD + refused].join('\n');
}

function formatGroup(title: string, routes: readonly RestRoute[]): string {
  const rows = [...routes].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)).map(formatRoute);
  return `${[`## ${title}`, '', '| API | parameters | |', '|---|---|---|', ...rows].join('\n')}\n`;
}

const nameOf = ({ paths, methods }: RestRoute) => `${paths[0]} ${methods.join()}`;

function formatRoute({ methods, paths, parameters, ignored = [], partly }: RestRoute): string {
  const api = paths.map((path) => `\`${methods.join(' ')} ${braces(path)}\``).join('<br>');
  const names = [...new Set(parameters)].sort();
  const shown = names.map((name) => (ignored.includes(name) ? `(\`${name}\`)` : `\`${name}\``));
  return `| ${api} | ${shown.join(' ')} | ${partly === undefined ? 'supported' : `partly: ${partly}`} |`;
}

const braces = (path: string) => path.replace(/:(\w+)/g, '{$1}');
