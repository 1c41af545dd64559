import type { Container, Host } from '@longshore/common/api/inventory';
import type { LogLine } from '@longshore/common/api/logs';
/** A container with everything known and nothing special, except for what a test is about. */
export declare function containerOf(facts?: Partial<Container>): Container;
/** A host with everything known and nothing special, except for what a test is about. */
export declare function hostOf(facts?: Partial<Host>): Host;
/** A log line with nothing special, except for what a test is about. */
export declare function logLineOf(facts?: Partial<LogLine>): LogLine;
//# sourceMappingURL=fixtures.d.ts.map