import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readEvents } from '@aurora/events/node';
import { GOOD_BODY, tempFolder, until, writeConfig } from '../api.fixture';
import { buildService, ChildApi, LIVE_API_TOKEN, LIVE_OPS_TOKEN } from '../child-api.fixture';

// A process takes a second to start, on a loaded machine many.
jest.setTimeout(120_000);

const folder = tempFolder();
beforeAll(buildService);
afterAll(async () => {
  await ChildApi.killAll();
  rmSync(folder, { recursive: true, force: true });
});

const reasonOf = (text: string): unknown => (JSON.parse(text) as { reason: unknown }).reason;

/** Every decision on record, as text, by its idempotency key. */
async function recorded(): Promise<Map<string, string>> {
  const decisions = new Map<string, string>();
  for await (const { record } of readEvents(join(folder, 'session'), { onBadLine: () => undefined })) {
    if (record.eventCode !== 'POLICY.DECISION') continue;
    const { req_id } = record.details['request'] as { req_id: string };
    decisions.set(req_id, JSON.stringify(record.details['decision']));
  }
  return decisions;
}

describe('an idempotency key in live mode', () => {
  it('is no way round a log that cannot be written, and has its decision when the log can be written again', async () => {
    writeConfig(folder, { mode: 'live' });
    const env = { OPS_TOKEN: LIVE_OPS_TOKEN, AURORA_API_TOKEN: LIVE_API_TOKEN };
    const api = await ChildApi.start({ folder, env, fileBytes: 64 * 1024 });
    const ask = async (key: string): Promise<string> =>
      (await api.send('POST', '/pretrade/check', { ...GOOD_BODY, req_id: key })).text;
    const answers = new Map<string, string>();
    let last = '';
    for (let n = 0; n < 500 && (n === 0 || reasonOf(answers.get(last)!) === 'ok'); n++) {
      last = `key-${n}`;
      answers.set(last, await ask(last));
    }
    expect(answers.size).toBeGreaterThan(5);
    expect(reasonOf(answers.get(last)!)).toBe('audit_unavailable');
    for (const key of ['key-0', last, 'new']) expect(reasonOf(await ask(key))).toBe('audit_unavailable');

    api.limitFiles('unlimited');
    await until(async () => (await api.send('GET', '/readiness')).status === 200, 'ready again');
    expect(await ask('key-0')).toBe(answers.get('key-0'));
    const judged = await ask(last);
    expect(reasonOf(judged)).toBe('ok');
    expect((await recorded()).get(last)).toBe(judged);
    expect(await ask(last)).toBe(judged);
    expect(await api.kill('SIGTERM')).toMatchObject({ code: 0 });
  });
});
