import type { RestRoute } from '../route.ts';

/** `GET /_cat`: which tables there are, a line each. */
export function catHelp(routes: readonly RestRoute[]): RestRoute {
  const paths = routes.flatMap((route) =>
    route.paths.map((path) => path.replace(/:(\w+)/g, '{$1}')),
  );
  const body = ['=^.^=', ...paths.sort()].map((line) => `${line}\n`).join('');
  return {
    methods: ['GET'],
    paths: ['/_cat'],
    parameters: ['help', 's'],
    ignored: ['help', 's'],
    handle: async () => ({ status: 200, body, contentType: 'text/plain; charset=UTF-8' }),
  };
}
