import { randomFillSync } from 'node:crypto';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { type Clock, type NewId } from '@aurora/kernel';
import { SystemClock } from './system-clock';

/** Injection token of the {@link Clock} in use. */
export const CLOCK = Symbol('CLOCK');
/** Injection token of the {@link NewId} in use. */
export const NEW_ID = Symbol('NEW_ID');

/** Random bytes for so many identifiers are asked for at a time: asking costs more than what comes. */
const IDS_PER_FILL = 512;
const ID_BYTES = 16;
const pool = Buffer.alloc(IDS_PER_FILL * ID_BYTES);
let used = pool.length;

function randomId(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  return pool.subarray(used, (used += ID_BYTES));
}

/** A new UUIDv7 whose time part is the moment passed in. Source: RFC 9562, section 5.7. */
export const newUuid: NewId = (nowMs) => uuidv7({ msecs: nowMs, random: randomId() });

/** Where an app takes time and identifiers from. */
export interface TimeAndIds {
  readonly clock: Clock;
  readonly newId: NewId;
}

/** The wall clock and random identifiers. */
export const REAL_WORLD: TimeAndIds = { clock: new SystemClock(), newId: newUuid };

/** Time and identifiers for every module of an app; a test hands in its own. */
@Global()
@Module({})
export class TimeAndIdsModule {
  static with({ clock, newId }: TimeAndIds): DynamicModule {
    return {
      module: TimeAndIdsModule,
      providers: [
        { provide: CLOCK, useValue: clock },
        { provide: NEW_ID, useValue: newId },
      ],
      exports: [CLOCK, NEW_ID],
    };
  }
}
