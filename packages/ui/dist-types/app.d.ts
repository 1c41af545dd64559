import { type QueryClient } from '@tanstack/react-query';
import type { makeRouter } from './router.tsx';
/** The whole UI with what it needs around it. */
export declare function App({ router, client, }: {
    readonly router: ReturnType<typeof makeRouter>;
    readonly client: QueryClient;
}): import("react").JSX.Element;
//# sourceMappingURL=app.d.ts.map