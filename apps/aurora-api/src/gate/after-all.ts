import { type WriteDone, type WriteFailed } from '@aurora/events/node';

/** A callback for `count` calls; `done` follows the last of them, with the first error there was. */
export function afterAll(count: number, done: WriteDone): WriteDone {
  if (count === 1) return done;
  let left = count;
  let failure: WriteFailed | null = null;
  return (error) => {
    failure ??= error;
    if (--left === 0) done(failure);
  };
}
