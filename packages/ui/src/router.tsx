import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
} from '@tanstack/react-router';
import { loadAgain } from './api/load-again.ts';
import { ShortcutProvider } from './controls/shortcuts.tsx';
import { PageTimeProvider } from './controls/time/page-time.tsx';
import { HomePage } from './features/home/home-page.tsx';
import { Crashed } from './frame/crashed.tsx';
import { Frame } from './frame/frame.tsx';
import { NotFound } from './frame/not-found.tsx';
import { parseSearch, type Search, stringifySearch } from './url-state.ts';

const root = createRootRoute({
  component: Root,
  notFoundComponent: NotFound,
  validateSearch: textsOf,
});

const routes = [
  createRoute({ getParentRoute: () => root, path: '/', component: HomePage }),
  createRoute({
    getParentRoute: () => root,
    path: '/containers/$id',
    component: lazyRouteComponent(
      () => loadAgain(() => import('./features/container/container-page.tsx')),
      'ContainerPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/logs',
    component: lazyRouteComponent(
      () => loadAgain(() => import('./features/logs/logs-page.tsx')),
      'LogsPage',
    ),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/alerts',
    component: lazyRouteComponent(
      () => loadAgain(() => import('./features/alerts/alerts-page.tsx')),
      'AlertsPage',
    ),
  }),
];

/** Addresses to pages. Tests hand in a history of their own. */
export function makeRouter(history?: RouterHistory) {
  return createRouter({
    routeTree: root.addChildren(routes),
    parseSearch,
    stringifySearch,
    scrollRestoration: true,
    // Pages scroll inside of the frame: without this, the next one opens where the last one was left.
    scrollToTopSelectors: ['#main'],
    defaultErrorComponent: Crashed,
    defaultPreload: 'intent',
    ...(history ? { history } : {}),
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    readonly router: ReturnType<typeof makeRouter>;
  }
}

function Root() {
  return (
    <ShortcutProvider>
      <PageTimeProvider>
        <Frame />
      </PageTimeProvider>
    </ShortcutProvider>
  );
}

/** An address carries texts only; each page reads its own keys from them. */
function textsOf(search: Readonly<Record<string, unknown>>): Search {
  return Object.fromEntries(
    Object.entries(search).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}
