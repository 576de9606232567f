import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../api.fixture';
import { ChildApi } from '../child-api.fixture';
import {
  aroundDurabilityTests,
  folderWith,
  isReady,
  locksIn,
  reasonNow,
  storedState,
  TOKENS,
} from './durability.fixture';

aroundDurabilityTests();

const KIB = 1024;

describe('a state that cannot be written', () => {
  it('is said to the operator whose command would be forgotten, until it can be again', async () => {
    const folder = folderWith({});
    const api = await ChildApi.start({ folder, env: TOKENS });
    const state = join(folder, 'run/state');
    // Permissions do not stop the root user; a file in its place stops everyone.
    renameSync(state, `${state}.away`);
    writeFileSync(state, '');
    for (const path of ['/aurora/disarm', '/ops/trading_state/reducing', '/ops/cooloff/60', '/ops/reset']) {
      expect(await api.ask('POST', path, undefined, 503)).toMatchObject({ error: 'not_stored' });
    }
    expect(await api.ask('GET', '/readiness', undefined, 503)).toMatchObject({
      event_log_ok: true,
      state_store_ok: false,
      trading_state: 'REDUCING',
    });
    expect(await api.ask('GET', '/health')).toMatchObject({ status: 'degraded' });
    rmSync(state);
    renameSync(`${state}.away`, state);
    await until(() => isReady(api), 'stored again');
    expect(await reasonNow(api)).toBe('latency_disarmed');
    expect(storedState(folder).engine).toMatchObject({ trading_state: 'REDUCING', health: { armed: false } });
    const { code, err } = await api.kill('SIGTERM');
    expect(code).toBe(0);
    expect(err.match(/state cannot be stored/g)).toHaveLength(1);
    expect(err.match(/state is stored again/g)).toHaveLength(1);
  });

  it('is not torn by a disk with too little room for it', async () => {
    const folder = folderWith({});
    const api = await ChildApi.start({ folder, env: TOKENS });
    await api.ask('POST', '/aurora/disarm');
    const before = storedState(folder);
    api.limitFiles(KIB);
    expect(await api.ask('POST', '/ops/trading_state/halted', undefined, 503)).toMatchObject({ error: 'not_stored' });
    expect(storedState(folder)).toEqual(before);
    api.limitFiles('unlimited');
    await until(() => isReady(api), 'stored again');
    expect(storedState(folder).engine).toMatchObject({ trading_state: 'HALTED', health: { armed: false } });
    expect(await api.kill('SIGTERM')).toMatchObject({ code: 0 });
    expect(readdirSync(join(folder, 'run/state'))).toEqual(['aurora_state.json']);
  });

  it('stops a start', async () => {
    const folder = folderWith({});
    const { code, out, err } = await ChildApi.spawn({ folder, fileBytes: KIB }).ended;
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('aurora-api cannot start: the state cannot be stored: EFBIG');
    expect(err).not.toMatch(/^\s+at /m);
    expect(locksIn(folder)).toEqual([]);
  });
});
