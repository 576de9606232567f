import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fitCalibrator } from '@aurora/calibration';
import { auroractl, freshFolder, startGate } from '../cli/run-auroractl.fixture';
import { decisionsIn, linesIn, post, trade } from '../replay/logged-session.fixture';
import { UsageError } from '../cli/failures';
import { replayPage } from '../replay/html/replay-page';
import type { ReplayFlags } from '../replay/replay-flags';
import type { Flips, Sameness } from '../replay/replay-report';
import { replayText } from '../replay/replay-text';
import { replayLog } from '../replay/run-replay';

const LIVE = 'aurora_events.jsonl';
const NARROW = { set: ['guards.spread_bps_limit=5'] };

let session: string;

/** One session of a gate that was traded with, operated, given overlays and a calibrator, and started twice. */
beforeAll(async () => {
  const dirs = freshFolder();
  const env = { AURORA_SESSION_DIR: join(dirs, 'session'), AURORA_RUN_DIR: join(dirs, 'run') };
  session = env.AURORA_SESSION_DIR;
  const artifact = fitCalibrator({
    kind: 'platt',
    name: 'desk',
    version: '3',
    scores: Array.from({ length: 40 }, (_, n) => n / 20 - 1),
    labels: Array.from({ length: 40 }, (_, n) => ((n * 7) % 40 < n ? 1 : 0)),
  });
  writeFileSync(join(dirs, 'desk.json'), JSON.stringify(artifact));
  const overlay = { risk: { pi_min_bps: 6 }, calibrator: { artifact: join(dirs, 'desk.json') } };
  const first = await startGate(env);
  await trade(first, 120, 1);
  await post(first, '/overlay/apply', { overlay, author: 'desk', reason: 'try' });
  await trade(first, 60, 2);
  await post(first, '/ops/cooloff/1');
  await trade(first, 10, 3);
  await post(first, '/ops/reset');
  await post(first, '/overlay/rollback');
  await first.stop();
  const second = await startGate(env);
  await trade(second, 60, 4);
  await post(second, '/aurora/disarm');
  await trade(second, 5, 5);
  await post(second, '/aurora/arm');
  await trade(second, 60, 6);
  await second.stop();
}, 60_000);

/** The report of a log, without a process of its own. */
const reportOf = async (log: string, flags: Partial<ReplayFlags> = {}) =>
  (await replayLog(log, { max: 10, ...flags })).report;
const sameness = async (log: string): Promise<Sameness> => (await reportOf(log)) as Sameness;

async function flips(flags: Partial<ReplayFlags>): Promise<Flips> {
  const report = (await reportOf(session, flags)) as Flips;
  expect(report).toMatchObject({ changed: true, ok: true, not_as_logged: 0 });
  return report;
}

const failure = (log: string, flags: Partial<ReplayFlags>) => reportOf(log, flags).catch((error: unknown) => error);

/** A copy of the session's log in a folder of its own, changed. */
function changed(change: (lines: string[]) => readonly string[]): string {
  const folder = freshFolder();
  const lines = linesIn(join(session, LIVE));
  writeFileSync(
    join(folder, LIVE),
    change(lines)
      .map((line) => `${line}\n`)
      .join(''),
  );
  return folder;
}

describe('without a change', () => {
  it('every decision of a real gate comes out again, through starts, overlays, a calibrator, reports and operators', async () => {
    const report = await sameness(session);
    const decisions = decisionsIn(session);
    expect(decisions).toHaveLength(315);
    expect(new Set(decisions.map(({ details }) => details.decision.reason.split(':')[0])).size).toBeGreaterThan(5);
    expect(report).toMatchObject({
      changed: false,
      ok: true,
      decisions: 315,
      identical: 315,
      different: 0,
      bad_lines: 0,
    });
  });

  it('rotated and compressed parts are read before the live file', async () => {
    const lines = linesIn(join(session, LIVE));
    const folder = freshFolder();
    const part = (from: number, to: number): string =>
      lines
        .slice(from, to)
        .map((line) => `${line}\n`)
        .join('');
    writeFileSync(join(folder, 'aurora_events.20260131T000000Z-000001.jsonl.gz'), gzipSync(part(0, 200)));
    writeFileSync(join(folder, 'aurora_events.20260131T000100Z-000002.jsonl'), part(200, 300));
    writeFileSync(join(folder, LIVE), part(300, lines.length));
    expect(await sameness(folder)).toMatchObject({ ok: true, decisions: 315, identical: 315 });
    expect(await sameness(join(session, LIVE))).toMatchObject({ ok: true, decisions: 315 });
  });

  it('a changed decision is a finding with the members that differ', async () => {
    const folder = changed((lines) => lines.map((line) => line.replace('"max_qty":0.1', '"max_qty":0.9')));
    const report = await sameness(folder);
    const [first] = report.differences;
    expect([report.ok, report.different > 0]).toEqual([false, true]);
    expect(first!.members[0]).toMatchObject({ path: 'max_qty', logged: expect.any(Number), now: expect.any(Number) });
    const { code, out } = await auroractl(['replay', folder, '--max', '1']);
    expect(code).toBe(1);
    expect(out).toMatch(/ of 315 decisions did not come out as in the log/);
    expect(out).toMatch(/max_qty: 0\.9\d* in the log, 0\.1\d* now/);
  });

  it.each<[string, (lines: string[]) => readonly string[], RegExp]>([
    ['a line that is no JSON', (lines) => lines.with(4, 'nonsense'), /:5: .*JSON/],
    [
      'a line of an older format',
      (lines) => lines.with(4, '{"ts":1,"event_type":"POLICY_DECISION","payload":{}}'),
      /:5: .*ts_ns/,
    ],
    ['a line cut short', (lines) => lines.with(4, lines[4]!.slice(0, 100)), /:5: /],
    [
      'a request nobody would accept',
      (lines) => refused(lines),
      /:\d+: POLICY.DECISION at \d{19}: .*no longer accepted/,
    ],
  ])('%s is named with its number', async (_what, change, said) => {
    const { ok, bad_lines: bad, problems } = await sameness(changed(change));
    expect([ok, bad]).toEqual([false, 1]);
    const { file, line, reason } = problems[0]!;
    expect(`${file}:${line}: ${reason}`).toMatch(said);
  });

  const refused = (lines: string[]): string[] => {
    const at = lines.findIndex((line) => line.includes('"POLICY.DECISION"'));
    return lines.with(at, lines[at]!.replace(/"request":\{/, '"request":{"ts":-1,'));
  };

  it('a log that begins in the middle says what is missing, and goes on from the next start', async () => {
    const report = await sameness(changed((lines) => lines.slice(10)));
    expect([report.ok, report.identical, report.different]).toEqual([false, 125, 0]);
    expect(report.missing_start!.events).toBeGreaterThan(100);
    expect(replayText(report)).toMatch(/the log begins in the middle: \d+ events come before any AURORA\.STARTUP\.OK/);
  });

  it('a configuration that was changed in the log ends it, since all after it would be judged by another', async () => {
    const folder = changed((lines) =>
      lines.map((line) => line.replace('"spread_bps_limit":80', '"spread_bps_limit":70')),
    );
    await expect(sameness(folder)).rejects.toThrow(
      /aurora_events.jsonl:1: this log cannot be replayed: AURORA.STARTUP.OK .* digest/,
    );
  });

  it('a log written before a key of the configuration existed is judged with its default', async () => {
    const folder = changed((lines) => lines.map((line) => line.replace('"max_orders_per_min":null,', '')));
    expect(await sameness(folder)).toMatchObject({ ok: true, identical: 315 });
  });

  it('the end of a log that is being written is no finding', async () => {
    const folder = changed((lines) => lines);
    writeFileSync(join(folder, LIVE), linesIn(join(session, LIVE)).at(-1)!.slice(0, 50), { flag: 'a' });
    const { ok, torn_end: torn } = await sameness(folder);
    expect([ok, torn!.reason]).toEqual([true, 'torn: the file ends within this line']);
  });
});

describe('with a change', () => {
  const isWide = ({ details }: ReturnType<typeof decisionsIn>[number]): boolean =>
    details.request.market.spread_bps > 5 && details.request.order.reduce_only !== true;

  it('flips what the guard would have judged otherwise, and nothing else', async () => {
    const report = await flips({ ...NARROW, max: 400 });
    const decisions = decisionsIn(session);
    const denied = decisions.filter((line) => isWide(line) && line.details.decision.allow);
    // Behind the spread guard come governance and exposure: what they denied is denied earlier.
    const earlier = decisions.filter(({ details }) =>
      /^(DQ_EVENT|RISK|AURORA|VOLAT|risk_)/.test(details.decision.reason),
    );
    const other = earlier.filter(isWide);
    expect(denied.length).toBeGreaterThan(40);
    expect(other.length).toBeGreaterThan(0);
    expect(report).toMatchObject({ decisions: 315, state_follows: 'log' });
    expect(report.flips_by_kind).toEqual({
      allow_to_deny: denied.length,
      deny_to_allow: 0,
      other_reason: other.length,
      max_qty: 0,
    });
    const ids = [...denied, ...other].map(({ decision_id: id }) => id).sort();
    expect(report.examples.map(({ decision_id: id }) => id).sort()).toEqual(ids);
    for (const { guard, to, compared } of report.examples) {
      expect([guard, to, compared.would!.limit]).toEqual(['spread', 'spread_bps_too_wide', 5]);
      expect(compared.would!.value).toBeGreaterThan(5);
    }
    expect(report.allowed.was - report.allowed.would).toBe(denied.length);
    expect(report.by_symbol.reduce((sum, row) => sum + row.flips, 0)).toBe(report.flips);
    const spread = report.reasons.find(({ reason }) => reason === 'spread_bps_too_wide')!;
    expect(spread.would - spread.was).toBe(report.flips);
  });

  it('that changes nothing flips nothing', async () => {
    expect(await flips({ set: ['guards.spread_bps_limit=80'] })).toMatchObject({ flips: 0 });
  });

  it('counts what is asked for, in a state that follows the whole log', async () => {
    const all = await flips({ ...NARROW, max: 400 });
    const eth = await flips({ ...NARROW, symbol: ['ETHUSDT'] });
    expect(eth.decisions).toBe(
      decisionsIn(session).filter(({ details }) => details.request.order.symbol === 'ETHUSDT').length,
    );
    expect(eth.flips).toBe(all.examples.filter(({ symbol }) => symbol === 'ETHUSDT').length);
    const [from, to] = [all.examples[5]!.time, all.examples[20]!.time];
    const part = await flips({ ...NARROW, since: Date.parse(from), until: Date.parse(to) });
    expect(part.flips).toBe(all.examples.filter(({ time }) => time >= from && time < to).length);
    expect(part.decisions).toBeLessThan(315);
  });

  it('an overlay is put on what was in force, a whole configuration stands alone', async () => {
    const folder = freshFolder();
    const overlay = join(folder, 'wide.yaml');
    writeFileSync(overlay, 'risk: { size_scale: 0.5 }\n');
    const scaled = await flips({ overlay });
    expect(scaled.flips_by_kind).toMatchObject({ allow_to_deny: 0, deny_to_allow: 0 });
    const openings = decisionsIn(session).filter(
      ({ details }) => details.decision.allow && details.request.order.reduce_only !== true,
    );
    expect(scaled.flips_by_kind.max_qty).toBe(openings.length);
    const alone = await flips({ config: overlay });
    expect(alone.change).toContain('the calibrator is the fixed sigmoid, since it names none');
    const with6 = decisionsIn(session).filter(
      ({ details }) => details.decision.reason === 'expected_return_gate',
    ).length;
    const gate = alone.reasons.find(({ reason }) => reason === 'expected_return_gate')!;
    // The overlay of the log had a stricter threshold, which the configuration alone knows nothing of.
    expect([gate.was, gate.would < gate.was]).toEqual([with6, true]);
    const kept = await flips({ config: overlay, keepOverlays: true });
    expect(kept.flips_by_kind).toEqual(scaled.flips_by_kind);
  });

  it('a calibrator that the change names judges in place of those in the log', async () => {
    const artifact = join(session, '..', 'desk.json');
    const report = await flips({ set: [`calibrator.artifact=${artifact}`] });
    expect(report.change.at(-1)).toBe(`the calibrator is ${artifact}`);
    expect(report.flips).toBeGreaterThan(0);
    await expect(flips({ set: ['calibrator.artifact=/nowhere.json'] })).rejects.toThrow(
      /calibrator\.artifact \/nowhere\.json cannot be used/,
    );
  });

  it('in a state of its own flips as many where no decision depends on the one before', async () => {
    const own = await flips({ ...NARROW, independent: true });
    expect(own.state_follows).toBe('new_decisions');
    expect(own.flip_rows).toEqual((await flips(NARROW)).flip_rows);
  });

  it('writes a report of one file that asks for nothing from outside, whatever the log says', async () => {
    const folder = changed((lines) =>
      lines.map((line) => line.replaceAll('"symbol":"ETHUSDT"', '"symbol":"<b>ETH</b>"')),
    );
    const { report, plots } = await replayLog(folder, { ...NARROW, max: 10 });
    const page = await replayPage(report, plots);
    expect(page.match(/<svg /g)!.length).toBeGreaterThanOrEqual(3);
    expect(page).not.toMatch(/<b>ETH|<script|src=|@import|url\((?!#)/);
    expect(page.replaceAll(/http:\/\/www\.w3\.org\/[^"]*/g, '')).not.toMatch(/https?:\/\//);
    expect(page).toContain('spread: the number it compared');
  });
});

describe('what cannot be meant is said', () => {
  it.each<[Partial<ReplayFlags>, RegExp]>([
    [
      { set: ['guards.spread_limit=5', 'risk.max_concurrent=x'] },
      /spread_limit[^]*nearest known name[^]*max_concurrent +must be an integer/,
    ],
    [{ set: ['nonsense'] }, /--set takes KEY=VALUE/],
    [{ set: ['a.b={'] }, /--set a\.b: /],
    [{ set: ['pretrade.order=[latency, latency]'] }, /pretrade.order/],
    [{ config: 'nowhere' }, /there is no configuration nowhere/],
    [{ config: 'a', set: ['b=1'] }, /give one of them/],
    [{ keepOverlays: true }, /--keep-overlays needs --config/],
    [{ independent: true }, /--independent needs a change/],
  ])('%j', async (flags, said) => {
    const error = await failure(session, flags);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as Error).message).toMatch(said);
  });

  it('an overlay may not touch what the gate would not let it, --set may', async () => {
    const overlay = join(freshFolder(), 'o.yaml');
    writeFileSync(overlay, 'mode: live\n');
    await expect(flips({ overlay })).rejects.toThrow(/o\.yaml:1:1 +mode +may not be changed by an overlay/);
    expect((await flips({ set: ['mode=live'] })).decisions).toBe(315);
  });

  it('a file that is no log', async () => {
    const file = join(freshFolder(), 'x.jsonl');
    copyFileSync(join(session, '..', 'desk.json'), file);
    await expect(sameness(file)).rejects.toThrow(/is no log of the gate: none of its 1 lines can be read/);
  });
});

describe('the command', () => {
  it('answers in JSON, exit code 0', async () => {
    const { code, out, err } = await auroractl(['replay', session, '--json']);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({ changed: false, ok: true, decisions: 315, identical: 315 });
  });

  it('says what flips and by which numbers, exit code 0, and writes the report', async () => {
    const out = join(freshFolder(), 'flips.html');
    const args = ['--set', 'guards.spread_bps_limit=5', '--set', 'risk.pi_min_bps=3', '--max', '1', '--out', out];
    const answer = await auroractl(['replay', session, ...args]);
    expect([answer.code, answer.err]).toEqual([0, `report: ${out}\n`]);
    expect(answer.out).toMatch(
      /^judged by guards\.spread_bps_limit=5, risk\.pi_min_bps=3 over the configuration of the time\n/,
    );
    expect(answer.out).toMatch(/\n\d+ of 315 decisions flip \(\d+\.\d %\)\n/);
    expect(answer.out).toMatch(/spread: \d[\d.]* against 80 then, 5 by the change/);
    expect(readFileSync(out, 'utf8')).toMatch(/^<!doctype html>/);
  });

  it.each<[readonly string[], RegExp]>([
    [['--set', 'guards.spread_limit=5'], /unknown key; the nearest known name is guards\.spread_bps_limit/],
    [['--since', 'yesterday'], /must be a duration/],
    [['--set', 'risk.pi_min_bps=3', '--out', '/nowhere/x.html'], /the report cannot be written to \/nowhere/],
  ])('takes %j for a wrong command line: exit code 2, no stack trace', async (args, said) => {
    const { code, out, err } = await auroractl(['replay', session, ...args]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(said);
    expect(err).not.toMatch(/^\s+at /m);
  });

  it('says that there is no such log: exit code 2', async () => {
    const { code, err } = await auroractl(['replay', 'nowhere']);
    expect([code, err]).toEqual([2, expect.stringMatching(/there is no file or folder nowhere/)]);
  });
});
