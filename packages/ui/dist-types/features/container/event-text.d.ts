import type { ContainerEvent } from '@longshore/common/api/inventory';
import type { TFunction } from 'i18next';
/** What happened, in the reader's language; an engine word that is new to us is shown as it is. */
export declare function eventText({ action, exitCode }: ContainerEvent, t: TFunction): string;
/** Whether an event is a sign of trouble. */
export declare function isBadEvent({ action, exitCode }: ContainerEvent): boolean;
//# sourceMappingURL=event-text.d.ts.map