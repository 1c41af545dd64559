/** How a stream of server-sent events is doing. `broken`: the caller should ask by other means meanwhile. */
export type StreamState = 'connecting' | 'open' | 'broken';
/** What to do with the events of a stream, by their names; the data is parsed JSON. */
export interface StreamHandlers {
    readonly events: Readonly<Record<string, (data: unknown) => void>>;
    readonly onState: (state: StreamState) => void;
}
/**
 * Opens a stream and keeps it open until the returned function is called: it comes back after failures, and
 * rests while the tab is hidden.
 */
export declare function openStream(path: string, handlers: StreamHandlers): () => void;
//# sourceMappingURL=stream.d.ts.map