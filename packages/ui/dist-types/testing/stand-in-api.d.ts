/** What the stand-in answers: a status and a body that is JSON. */
export interface StandInReply {
    readonly status: number;
    readonly body: unknown;
}
/** Answers a call of our own API with made-up data; `nowMs` is the moment it is made. */
export declare function standInReply(url: URL, nowMs: number): StandInReply;
//# sourceMappingURL=stand-in-api.d.ts.map