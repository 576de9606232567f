import type { EventCode, EventFields } from '@aurora/events';

/** Puts one event into the runner's log. */
export type Emit = (code: EventCode, details: object, fields?: EventFields) => void;
