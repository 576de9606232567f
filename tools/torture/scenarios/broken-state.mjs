// State files that are torn, foreign, or say what cannot be.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Service, bodyWith, liveSettings } from '../machinery/service.mjs';
import { removeFolder, tempFolder } from '../machinery/temp-folders.mjs';

export const name = 'broken-state';
export const promise =
  'A state file that is torn, foreign or impossible stops the start with its name and the way out, or what it spoils comes back from the log; the gate never starts looser.';

const CAP_USDT = 500;
const SETTINGS = liveSettings({
  risk: { max_symbol_exposure_usdt: CAP_USDT, max_concurrent: 999, reservation_ttl_ms: 86_400_000 },
  pretrade: { idempotency_ttl_ms: 86_400_000 },
});
const NEW_TOKEN = 'rotated-kT9w_Mz4-Xc7Bn2Lq';
/** Starts at once. */
const SIDE_BY_SIDE = 2;

/** What becomes of the text of the file. */
const TEXTS = {
  empty: () => '',
  'cut in the middle': (text) => text.slice(0, text.length >> 1),
  'cut by one character': (text) => text.slice(0, -1),
  garbage: () => Buffer.from([0, 255, 1, 254, 123, 34]),
  'another version': (text) => text.replace('"version":1', '"version":99'),
  'another format': (text) => text.replace('aurora-state', 'other-state'),
  'zeroes, as some file systems leave them': (text) => '\0'.repeat(text.length),
  null: () => 'null',
};

/** A value where it cannot be: path in the state, value. */
const VALUES = [
  ['engine.health.armed', 'no'],
  ['engine.health.armed', null],
  ['engine.health.halted', 'true'],
  ['engine.health.cooloffUntilMs', null],
  ['engine.health.cooloffUntilMs', 'tomorrow'],
  ['engine.health.cooloffUntilMs', -1e15],
  ['engine.governance.haltUntilMs', 'NaN'],
  ['engine.governance.haltUntilMs', -5],
  ['engine.trading_state', 'PAUSED'],
  ['engine.trading_state', 3],
  ['engine.positions.positions.0.qty', 'many'],
  ['engine.positions.positions.0.qty', null],
  ['engine.positions', []],
  ['engine.reservations.reservations', 'none'],
  ['engine.reservations.reservations', null],
  ['engine.day_pnl.sumPct', 'NaN'],
  ['engine.risk_overrides.sizeScale', 'half'],
  ['engine.risk_overrides.sizeScale', -1],
  ['engine.risk_overrides.sizeScale', 7],
  ['ops_token_sha256', 5],
  ['ops_token_sha256', 'short'],
  ['overlays', {}],
  ['overlays', [{ overlay: { guards: { spread_bps_limit: -3 } } }]],
  ['session_dir', 7],
  ['ts_ns', 'late'],
  ['ts_ns', '99999999999999999999999'],
  ['config', { mode: 'shadow' }],
];

export async function run({ quick, random, say, promises }) {
  const folder = tempFolder();
  try {
    say('broken-state, a state worth keeping');
    const text = await prepare(folder);
    const cases = [
      ...Object.entries(TEXTS).map(([what, change]) => ({ what, broken: change(text) })),
      ...VALUES.map(changed(text)),
    ];
    const chosen = quick
      ? cases.filter(({ what }) => ['empty', 'cut in the middle'].includes(what)).concat(random.pick(cases.slice(8)))
      : cases;
    const outcomes = { refused: 0, started: 0 };
    const left = [...chosen.entries()];
    const next = async () => {
      for (let one = left.shift(); one; one = left.shift()) {
        say(`broken-state, ${one[0] + 1} of ${chosen.length}: ${one[1].what}`);
        outcomes[await tryOne(folder, one[0], one[1], text, promises)]++;
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, next));
    await folderInItsPlace(folder, text, promises);
    return `${chosen.length + 1} broken state files (torn, foreign, and impossible values): ${outcomes.refused + 1} starts refused, ${outcomes.started} started with nothing loosened`;
  } finally {
    removeFolder(folder);
  }
}

const changed =
  (text) =>
  ([path, value]) => {
    const state = JSON.parse(text);
    const keys = path.split('.');
    const last = keys.pop();
    keys.reduce((part, key) => part[key], state)[last] = value;
    return { what: `${path} = ${JSON.stringify(value)}`, broken: JSON.stringify(state) };
  };

/** A gate that is stopped in every way, with a position, a reservation at the cap, a loss, an overlay and a rotated token. */
async function prepare(folder) {
  const service = await Service.start({ folder, settings: SETTINGS });
  try {
    const { decision_id } = await service.check(bodyWith({ symbol: 'HELDUSDT' }));
    await service.ask('POST', '/posttrade/log', {
      order_id: '1',
      decision_id,
      symbol: 'HELDUSDT',
      side: 'buy',
      qty: 1,
      status: 'filled',
      filled: 1,
      average: 100,
      pnl_pct: -1,
    });
    await service.check(bodyWith({ symbol: 'CAPUSDT', qty: CAP_USDT / 100 }));
    await service.ask('POST', '/risk/set', { size_scale: 0.5 });
    await service.ask('POST', '/overlay/apply', { overlay: { guards: { spread_bps_limit: 40 } } });
    await service.check(bodyWith({ symbol: 'STALEUSDT' }, { dq: { stale_book: true } }));
    await service.ask('POST', '/ops/cooloff/86400');
    await service.ask('POST', '/aurora/disarm');
    await service.ask('POST', '/ops/trading_state/halted');
    await service.ask('POST', '/ops/rotate_token', { new_token: NEW_TOKEN });
    await service.kill('SIGTERM');
    return readFileSync(service.stateFile, 'utf8');
  } finally {
    await service.kill('SIGKILL');
  }
}

/** Runs and log are shared, so each try gets a run folder of its own; a session it writes into would change the next. */
async function tryOne(folder, number, { what, broken }, text, promises) {
  const runDir = join(folder, `run-${number}`);
  mkdirSync(join(runDir, 'state'), { recursive: true });
  writeFileSync(join(runDir, 'state/aurora_state.json'), broken);
  const service = new Service({ folder, settings: SETTINGS, runDir, sessionDir: join(folder, `session-${number}`) });
  try {
    const listens = await service.listening().then(
      () => true,
      () => false,
    );
    if (listens) {
      holdsTight(JSON.parse(text), service, what, promises);
      const { allow, reason } = await service.check(bodyWith({ symbol: 'OTHERUSDT' }));
      promises.holds(!allow, 'a gate that was stopped does not start looser', `${what}: ${reason}`);
      await service.kill('SIGTERM');
      return 'started';
    }
    const { code, err } = await service.ended;
    const said = err
      .split('\n')
      .filter((line) => !line.startsWith('{'))
      .join('\n');
    promises.holds(
      code === 2 && said.includes('cannot start') && !/^\s+at /m.test(said),
      'a broken state is refused with exit code 2 and a sentence',
      `${what}: ${code}: ${said}`,
    );
    promises.holds(
      said.includes('aurora_state.json') || said.includes('the log in'),
      'the refusal names the file',
      `${what}: ${said}`,
    );
    const isUntouched = Buffer.from(broken).equals(readFileSync(service.stateFile));
    promises.holds(isUntouched, 'a file that was refused is left as it is', what);
    return 'refused';
  } finally {
    await service.kill('SIGKILL');
  }
}

/** Part by part: being stopped in one way hides that another was forgotten. */
function holdsTight({ engine: before, ops_token_sha256: hash, overlays }, service, what, promises) {
  const { engine: now, ...stored } = service.storedState();
  const tight = {
    disarm: now.health.armed === false,
    'cool-off': now.health.cooloffUntilMs >= before.health.cooloffUntilMs,
    'kill-switch': now.governance.haltUntilMs >= before.governance.haltUntilMs,
    'trading state': now.trading_state === 'HALTED',
    positions: JSON.stringify(now.positions) === JSON.stringify(before.positions),
    reservations: JSON.stringify(now.reservations) === JSON.stringify(before.reservations),
    'loss of the day': now.day_pnl.sumPct <= before.day_pnl.sumPct,
    'size scale': now.risk_overrides.sizeScale >= 0 && now.risk_overrides.sizeScale <= 0.5,
    'ops token': stored.ops_token_sha256 === hash,
    overlay: JSON.stringify(stored.overlays) === JSON.stringify(overlays),
  };
  for (const [part, isKept] of Object.entries(tight))
    promises.holds(isKept, `a start from a broken state loses no ${part}`, what);
}

async function folderInItsPlace(folder, text, promises) {
  const runDir = join(folder, 'run-folder');
  const file = join(runDir, 'state/aurora_state.json');
  mkdirSync(file, { recursive: true });
  const { code, err } = await new Service({
    folder,
    settings: SETTINGS,
    runDir,
    sessionDir: join(folder, 'session-folder'),
  }).ended;
  promises.holds(
    code === 2 && err.includes('aurora_state.json') && !/^\s+at /m.test(err),
    'a folder in the place of the state is refused by name',
    `${code}: ${err}`,
  );
  rmSync(file, { recursive: true });
}
