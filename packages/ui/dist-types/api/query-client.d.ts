import { QueryClient } from '@tanstack/react-query';
/** The cache of all server data. What the server refused is not asked again; what did not arrive is, once. */
export declare function makeQueryClient(): QueryClient;
//# sourceMappingURL=query-client.d.ts.map