import type { Endpoint, QueryOf, ReplyOf } from '@longshore/common/endpoint';
/** Why a call gave no reply: the server's words, or what the network said. */
export declare class ApiError extends Error {
    readonly name = "ApiError";
    readonly type: string;
    /** 0 when no answer came at all. */
    readonly status: number;
    readonly path: string;
    constructor(type: string, status: number, reason: string, path: string);
}
/** Calls an endpoint of our own API. A failure is an `ApiError`; an aborted call rejects as `fetch` does. */
export declare function call<E extends Endpoint>(endpoint: E, query: QueryOf<E>, signal?: AbortSignal): Promise<ReplyOf<E>>;
/** The address of a call: `:name` parameters from the query go into the path, the rest behind it. */
export declare function addressOf(path: string, query: ReadonlyArray<readonly [string, unknown]>): string;
//# sourceMappingURL=call.d.ts.map