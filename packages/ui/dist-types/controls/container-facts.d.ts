import type { Container } from '@longshore/common/api/inventory';
/** How much a state needs a person: it decides colour, shape and order. */
export type Attention = 'ok' | 'busy' | 'bad' | 'quiet';
/** The state word that people read; it says more than the engine's (`unhealthy` is a running container's). */
export type StateWord = 'running' | 'starting' | 'unhealthy' | 'restarting' | 'paused' | 'created' | 'exited' | 'failed' | 'oomKilled' | 'removing' | 'dead' | 'unknown';
/** The state of a container in one word. */
export declare function stateWord(container: Container): StateWord;
/** How much the state needs a person. */
export declare function attentionOf(word: StateWord): Attention;
/** True for containers that the list hides at first. */
export declare function isStopped({ state }: Container): boolean;
/** The signal that ended a process, by its exit code: 137 is SIGKILL. */
export declare function signalOf(exitCode: number | null): string | undefined;
/** CPU used as a share of the container's limit; null without a limit. */
export declare function cpuShare({ cpuCores, cpuLimitCores }: Container): number | null;
/** The image's name without its registry, and its tag or the head of its digest. */
export declare function imageParts(image: string): {
    readonly name: string;
    readonly tag: string;
};
/** How long the container has been in its state, at a moment; null when nobody said. */
export declare function inStateMs({ state, startedAt, finishedAt }: Container, nowMs: number): number | null;
//# sourceMappingURL=container-facts.d.ts.map