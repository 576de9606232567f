import {
  DECISION_FINAL_SCHEMA,
  ORDER_DENIED_SCHEMA,
  ORDER_FAILED_SCHEMA,
  ORDER_SUCCESS_SCHEMA,
} from '../order-records/order-record-schemas';
import { EVENT_SCHEMA } from './event-schema';

/** Every JSON Schema by the name of its file in the package's `schema` folder. */
export const SCHEMA_FILES: Readonly<Record<string, object>> = Object.fromEntries(
  [EVENT_SCHEMA, ORDER_DENIED_SCHEMA, ORDER_SUCCESS_SCHEMA, ORDER_FAILED_SCHEMA, DECISION_FINAL_SCHEMA].map(
    (schema) => [schema.$id, schema],
  ),
);
