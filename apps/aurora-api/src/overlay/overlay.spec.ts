import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { fitCalibrator } from '@aurora/calibration';
import { LogReplay } from '@aurora/engine';
import { GUARD_SET } from '@aurora/gates';
import { API, bodyWith, OPS, TestApi, type Answer, type ApiOptions } from '../api.fixture';

let api: TestApi;
const started = async (options: ApiOptions = {}): Promise<TestApi> => (api = await TestApi.start(options));
afterEach(() => api.end());

const WIDE = bodyWith({ spread_bps: 60 });
const limit = (bps: number): object => ({ guards: { spread_bps_limit: bps } });
const apply = (body: object): Promise<Answer> => api.post('/overlay/apply', body, API);
const rollback = (): Promise<Answer> => api.post('/overlay/rollback', undefined, API);
const folder = (): string => join(api.folder, 'run/state/overlays');
const backups = (): string[] => readdirSync(folder()).filter((name) => name.startsWith('backup-'));

describe('an overlay', () => {
  it('takes effect on the next decision, and comes off again', async () => {
    await started();
    const before = await api.check(WIDE);
    const applied = await apply({ overlay: limit(50), author: 'me', reason: 'thin books' });
    expect(applied.json).toMatchObject({
      overlay: limit(50),
      author: 'me',
      reason: 'thin books',
      applied_at_ms: api.clock.nowMs(),
    });
    const during = await api.check(WIDE);
    expect(during).toMatchObject({ allow: false, reason: 'spread_bps_too_wide:60.0' });
    expect((during['observability'] as { config_hash: string }).config_hash).toBe(applied.json['config_hash']);
    expect((await api.get('/overlay/active', API)).json).toEqual(applied.json);
    expect((await rollback()).json).toMatchObject({ overlay: null, author: null });
    const after = await api.check(WIDE);
    expect([after['allow'], after['observability']]).toEqual([true, before['observability']]);
    expect(api.events('OVERLAY.APPLY', 'OVERLAY.ROLLBACK').map(({ eventCode }) => eventCode)).toEqual([
      'OVERLAY.APPLY',
      'OVERLAY.ROLLBACK',
    ]);
  });

  it('replaces the one before it, which a rollback brings back', async () => {
    await started();
    await apply(limit(50));
    api.clock.advance(1);
    await apply({ risk: { pi_min_bps: 3 } });
    expect(await api.check(WIDE)).toMatchObject({ allow: true });
    api.clock.advance(1);
    expect((await rollback()).json).toMatchObject({ overlay: limit(50) });
    expect(await api.check(WIDE)).toMatchObject({ allow: false });
    await rollback();
    const nothingLeft = await rollback();
    expect([nothingLeft.status, nothingLeft.json['error']]).toEqual([409, 'no_overlay']);
  });

  it('changes nothing when another configuration came in between', async () => {
    await started();
    const { json: first } = await apply(limit(50));
    const { json: second } = await apply({ ...limit(40), expected_config_hash: first['config_hash'] });
    expect(second).toMatchObject({ overlay: limit(40) });
    const stale = { expected_config_hash: first['config_hash'] };
    for (const refused of [await apply({ ...limit(30), ...stale }), await api.post('/overlay/rollback', stale, API)])
      expect([refused.status, refused.json['error']]).toEqual([409, 'overlay_changed']);
    expect((await api.get('/overlay/active', API)).json).toEqual(second);
    const current = { expected_config_hash: second['config_hash'] };
    expect((await api.post('/overlay/rollback', current, API)).json).toMatchObject({ overlay: limit(50) });
  });

  it('stands in a file, and every earlier one in a backup with its time', async () => {
    await started();
    const names = ['20261122-120000.000', '20261122-120000.005'];
    await apply({ overlay: limit(50), author: 'me' });
    expect(parse(readFileSync(join(folder(), 'active.yaml'), 'utf8'))).toEqual(limit(50));
    await apply(limit(40));
    api.clock.advance(5);
    await rollback();
    expect(parse(readFileSync(join(folder(), 'active.yaml'), 'utf8'))).toEqual(limit(50));
    expect(backups()).toEqual(names.map((name) => `backup-${name}.yaml`));
    expect(parse(readFileSync(join(folder(), backups()[0]!), 'utf8'))).toEqual(limit(50));
    expect(parse(readFileSync(join(folder(), backups()[1]!), 'utf8'))).toEqual(limit(40));
  });

  it('leaves at most 100 backups, the newest', async () => {
    await started();
    mkdirSync(folder(), { recursive: true });
    const old = Array.from({ length: 120 }, (_, i) => `backup-20200101-000000.${String(i).padStart(3, '0')}.yaml`);
    for (const name of old) writeFileSync(join(folder(), name), '');
    writeFileSync(join(folder(), 'notes.txt'), 'mine');
    await apply(limit(50));
    expect(backups().sort()).toEqual(old.slice(20));
    await apply(limit(40));
    expect(backups().sort()).toEqual([...old.slice(21), 'backup-20261122-120000.000.yaml']);
    expect(readdirSync(folder())).toContain('notes.txt');
  });

  it('is refused whole, with every fault named, and changes nothing', async () => {
    await started();
    const refused = await apply({
      overlay: { guards: { spread_bps_limt: 50, latency_ms_limit: 'x' }, security: { ops_token: 'y' }, mode: 'shadow' },
    });
    expect(refused.status).toBe(422);
    const fields = (refused.json['fields'] as { field: string }[]).map(({ field }) => field);
    expect(fields.sort()).toEqual(['guards.latency_ms_limit', 'guards.spread_bps_limt', 'mode', 'security.ops_token']);
    expect((await api.get('/overlay/active', API)).json).toMatchObject({ overlay: null });
    expect(await api.check(WIDE)).toMatchObject({ allow: true });
    expect(api.events('OVERLAY.APPLY')).toEqual([]);
  });

  it('survives a restart', async () => {
    await started();
    const applied = await apply(limit(50));
    api = await api.restart();
    expect((await api.get('/overlay/active', API)).json).toEqual(applied.json);
    expect(await api.check(WIDE)).toMatchObject({ allow: false });
    expect((await rollback()).status).toBe(200);
    expect(await api.check(WIDE)).toMatchObject({ allow: true });
  });

  it('keeps limits an operator set', async () => {
    await started();
    await api.post('/risk/set', { size_scale: 0.5 }, OPS);
    await apply({ risk: { size_scale: 0.9, max_concurrent: 4 } });
    expect((await api.get('/risk/snapshot', OPS)).json).toMatchObject({ size_scale: 0.5, max_concurrent: 4 });
  });

  it('of two at once both are applied, one after the other', async () => {
    await started();
    await Promise.all(Array.from({ length: 10 }, (_, i) => apply(limit(50 + i))));
    const active = (await api.get('/overlay/active', API)).json['overlay'];
    expect(parse(readFileSync(join(folder(), 'active.yaml'), 'utf8'))).toEqual(active);
    for (let i = 0; i < 10; i++) expect((await rollback()).status).toBe(200);
    expect((await rollback()).status).toBe(409);
  });

  it('that changes the parent gate says so', async () => {
    await started();
    await apply({ parent_gate: { z_threshold: 1 } });
    await apply(limit(50));
    await apply(limit(40));
    expect(api.events('PARENT_GATE.RELOAD').map(({ details }) => details['settings'])).toEqual([
      { z_threshold: 1 },
      null,
    ]);
  });

  it('can bring another calibrator, which is in the log; a broken one is refused', async () => {
    await started();
    const scores = Array.from({ length: 400 }, (_, i) => (i % 40) / 20 - 1);
    const labels = scores.map((score, i) => Number(((i * 7) % 40) / 20 - 1 < score));
    const artifact = fitCalibrator({ kind: 'platt', name: 'platt', version: '7', scores, labels });
    mkdirSync(join(api.folder, 'models'));
    const good = join(api.folder, 'models/good.json');
    const torn = join(api.folder, 'models/torn.json');
    writeFileSync(good, JSON.stringify(artifact));
    writeFileSync(torn, JSON.stringify(artifact).slice(0, -10));
    const refused = await apply({ calibrator: { artifact: torn } });
    expect([refused.status, (refused.json['fields'] as { field: string }[])[0]!.field]).toEqual([
      422,
      'calibrator.artifact',
    ]);
    expect((await apply({ calibrator: { artifact: good } })).status).toBe(200);
    const answer = await api.check();
    expect((answer['observability'] as { calibrator: string }).calibrator).toBe('platt@7');
    expect((await api.get('/ops/model_status', OPS)).json['models']).toMatchObject([{ fitted: true }]);
    await rollback();
    expect(((await api.check())['observability'] as { calibrator: string }).calibrator).toBe('sigmoid@1');
    const replay = new LogReplay(GUARD_SET);
    for (const event of api.events()) replay.feed(event);
    expect([replay.decisions, replay.differences]).toEqual([2, []]);
  });
});
