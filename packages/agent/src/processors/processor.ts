import type { Event } from '@longshore/common/fields';

/** One step on an event between collector and output; `undefined` drops the event. Never throws. */
export type Processor = (event: Event) => Event | undefined;
