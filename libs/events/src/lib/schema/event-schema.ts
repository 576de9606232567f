import { EVENT_CODES } from '../codes/event-codes';

const TEXT = { type: 'string' } as const;

/** JSON Schema of one line of the event log. The package carries the same as `schema/aurora_event.schema.json`. */
export const EVENT_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'aurora_event.schema.json',
  title: 'Aurora event',
  description: 'One line of aurora_events.jsonl.',
  type: 'object',
  additionalProperties: false,
  required: ['ts_ns', 'run_id', 'event_code', 'details'],
  properties: {
    ts_ns: {
      description: 'Nanoseconds since the Unix epoch: 19 bare digits, beyond 2^53. Strictly increasing within a file.',
      type: 'integer',
      minimum: 1e18,
      maximum: 2 ** 63,
    },
    run_id: { ...TEXT, minLength: 1, description: 'The run of the program that wrote it.' },
    event_code: { enum: EVENT_CODES, description: 'One of the closed list of event codes.' },
    details: { type: 'object', description: 'What happened, per code.' },
    symbol: { ...TEXT, description: 'Canonical symbol, e.g. BTCUSDT.' },
    cid: { ...TEXT, description: "Client's order id." },
    oid: { ...TEXT, description: "Venue's order id." },
    side: { enum: ['buy', 'sell'] },
    order_type: TEXT,
    price: { type: 'number' },
    qty: { type: 'number', description: 'In base units.' },
    position_id: TEXT,
    decision_id: { ...TEXT, description: 'The decision this event belongs to.' },
    src: { ...TEXT, description: 'Part of the program that wrote it.' },
  },
} as const;
