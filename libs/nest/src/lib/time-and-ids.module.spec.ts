import { ManualClock } from '@aurora/kernel';
import { Inject, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CLOCK, NEW_ID, newUuid, TimeAndIdsModule } from './time-and-ids.module';

describe('newUuid', () => {
  it.each([0, 1, 1_763_800_000_000, 2 ** 48 - 1])('carries %d ms in its first 48 bits', (nowMs) => {
    const hex = newUuid(nowMs).replaceAll('-', '');
    expect(parseInt(hex.slice(0, 12), 16)).toBe(nowMs);
    expect(hex[12]).toBe('7');
    expect('89ab').toContain(hex[16]);
  });

  it('is another one every time', () => {
    expect(new Set(Array.from({ length: 1000 }, () => newUuid(5))).size).toBe(1000);
  });
});

describe('TimeAndIdsModule', () => {
  @Injectable()
  class Reader {
    constructor(
      @Inject(CLOCK) readonly clock: ManualClock,
      @Inject(NEW_ID) readonly newId: (nowMs: number) => string,
    ) {}
  }

  @Module({ providers: [Reader] })
  class AppModule {}

  it('hands the same clock and ids to every module', async () => {
    const clock = new ManualClock(7);
    const imports = [TimeAndIdsModule.with({ clock, newId: (nowMs) => `id-${nowMs}` })];
    const app = await NestFactory.createApplicationContext({ module: AppModule, imports }, { logger: false });
    const reader = app.get(Reader);
    clock.advance(1);
    expect([reader.clock.nowMs(), reader.newId(reader.clock.nowMs())]).toEqual([8, 'id-8']);
    await app.close();
  });
});
