/** A message as it is drawn: the words, and for structured lines the rest as `key=value`. */
export interface ReadableMessage {
    readonly text: string;
    readonly rest: readonly (readonly [key: string, value: string])[];
    /** Lines that are left out when only the first is shown. */
    readonly moreLines: number;
}
/** Makes a message readable: colours of terminals are taken out, JSON shows its message first. */
export declare function readMessage(raw: string): ReadableMessage;
/** The level of a line in four words; undefined when it has none that we know. */
export declare function levelOf(level: string | null): 'error' | 'warn' | 'info' | 'debug' | undefined;
//# sourceMappingURL=message.d.ts.map