import { type ValueProvider } from '@nestjs/common';
import { type AnyGuard, type GuardId } from '@aurora/gates';

/** Injection token of a guard. */
export const guardToken = (id: GuardId): symbol => Symbol.for(`aurora.guard.${id}`);

export const provideGuard = (guard: AnyGuard): ValueProvider<AnyGuard> => ({
  provide: guardToken(guard.id),
  useValue: guard,
});
