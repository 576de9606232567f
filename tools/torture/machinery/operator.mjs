// An operator who does random things, and remembers what must still hold after a kill.
import { isDeepStrictEqual } from 'node:util';
import { OPS_TOKEN, bodyWith } from './service.mjs';

/** How far the clocks of two processes on one machine may be apart, in ms. */
const CLOCK_SLACK_MS = 50;
const KILL_SWITCH_MS = 60_000;

const FRESH = {
  armed: true,
  halted: false,
  tradingState: 'ACTIVE',
  cooloffUntilMs: 0,
  haltUntilMs: 0,
  overrides: {},
  overlays: [],
  token: OPS_TOKEN,
};

/** Each: what is sent, and what is then known. `answer` is null while it is not known whether it was carried out. */
const OPERATIONS = {
  disarm: () => ({ path: '/aurora/disarm', then: (state) => ({ ...state, armed: false }) }),
  arm: () => ({ path: '/aurora/arm', then: (state) => ({ ...state, armed: true }) }),
  tradingState: (random) => {
    const next = random.pick(['active', 'reducing', 'halted']);
    return { path: `/ops/trading_state/${next}`, then: (state) => ({ ...state, tradingState: next.toUpperCase() }) };
  },
  coolOff: (random) => {
    const sec = random.int(60, 900);
    const until = (state, sentMs) => Math.max(state.cooloffUntilMs, sentMs + sec * 1000);
    return {
      path: `/ops/cooloff/${sec}`,
      then: (state, sentMs) => ({ ...state, cooloffUntilMs: until(state, sentMs) }),
    };
  },
  reset: () => ({
    path: '/ops/reset',
    then: (state) => ({ ...state, halted: false, cooloffUntilMs: 0, haltUntilMs: 0 }),
  }),
  killSwitch: () => ({
    path: '/pretrade/check',
    body: bodyWith({ symbol: 'STALEUSDT' }, { dq: { stale_book: true } }),
    then: (state, sentMs, answer) =>
      answer?.observability.reasons.includes('killswitch_active')
        ? { ...state, haltUntilMs: Math.max(state.haltUntilMs, sentMs + KILL_SWITCH_MS) }
        : state,
  }),
  rotate: (random) => {
    const token = `${OPS_TOKEN}-${random.int(0, 2 ** 32)}`;
    return { path: '/ops/rotate_token', body: { new_token: token }, then: (state) => ({ ...state, token }) };
  },
  riskSet: (random) => {
    const [key, name] = random.pick([
      ['size_scale', 'sizeScale'],
      ['max_concurrent', 'maxConcurrent'],
      ['dd_day_pct', 'ddDayPct'],
    ]);
    const value = key === 'max_concurrent' ? random.int(100, 999) : key === 'dd_day_pct' ? random.int(5, 90) : 0.5;
    return {
      path: '/risk/set',
      body: { [key]: value },
      then: (state) => ({ ...state, overrides: { ...state.overrides, [name]: value } }),
    };
  },
  overlay: (random) => {
    const overlay = { guards: { spread_bps_limit: random.int(10, 99) } };
    return {
      path: '/overlay/apply',
      body: { overlay },
      then: (state) => ({ ...state, overlays: [...state.overlays, overlay] }),
    };
  },
  rollback: () => ({
    path: '/overlay/rollback',
    then: (state) => ({ ...state, overlays: state.overlays.slice(0, -1) }),
  }),
};

export class Operator {
  /** What may be in force: one, or two while an operation is under way. */
  candidates = [FRESH];
  answered = 0;
  #names = Object.keys(OPERATIONS);

  constructor(random) {
    this.random = random;
  }

  /** Acts at random moments until the service goes. */
  async act(service, pauseMs, stopped = () => false) {
    while (!stopped()) {
      await new Promise((resolve) => setTimeout(resolve, this.random.int(0, pauseMs)));
      try {
        await this.run(service, this.random.pick(this.#names));
      } catch {
        // Gone with the service: whether the last operation took effect stays open.
        return;
      }
    }
  }

  /** Carries one out. Rejects when the service goes before it has answered. @returns whether it was accepted. */
  async run(service, name) {
    const [known] = this.candidates;
    const { path, body, then } = OPERATIONS[name](this.random);
    const sentMs = Date.now();
    this.candidates = [known, then(known, sentMs, null)];
    const { status, text } = await service.send('POST', path, body);
    if (status !== 200) {
      // Refused: a second rotation within 30 s, nothing to roll back, or the service stops. 503 may have taken effect.
      if (status !== 503) this.candidates = [known];
      return false;
    }
    const next = then(known, sentMs, JSON.parse(text));
    this.candidates = [next];
    if (name === 'rotate') service.opsToken = next.token;
    this.answered++;
    return true;
  }

  /** Brings the gate back to where it lets orders pass. */
  async open(service) {
    for (const name of ['arm', 'reset']) await this.run(service, name);
    const [known] = this.candidates;
    await service.ask('POST', '/ops/trading_state/active');
    this.candidates = [{ ...known, tradingState: 'ACTIVE' }];
  }

  /** What the service that has just started has in force is what was answered before, or was under way. */
  async holds(service, promises, where) {
    const stored = service.storedState();
    const fitting = this.candidates.filter((candidate) => fits(candidate, stored));
    const isKept = promises.holds(
      fitting.length > 0,
      'a restart takes over what operators were answered',
      `${where}: ${JSON.stringify(this.candidates)} → ${JSON.stringify(inForce(stored))}`,
    );
    await this.#holdsToken(service, promises, fitting.length > 0 ? fitting : this.candidates, where);
    const known = isKept ? fitting.at(-1) : this.candidates[0];
    this.candidates = [{ ...known, token: service.opsToken, ...stopsOf(stored) }];
    await this.#holdsStop(service, promises, where);
  }

  async #holdsToken(service, promises, candidates, where) {
    const accepted = [];
    for (const token of new Set([OPS_TOKEN, ...candidates.map((candidate) => candidate.token)])) {
      service.opsToken = token;
      const { status } = await service.send('GET', '/liveness');
      if (status === 200) accepted.push(token);
    }
    const isKept = accepted.length === 1 && candidates.some(({ token }) => token === accepted[0]);
    promises.holds(
      isKept,
      'after a restart the rotated ops token is the only one',
      `${where}: accepts ${accepted.length}`,
    );
    service.opsToken = accepted.at(-1) ?? OPS_TOKEN;
  }

  /** Asks the gate itself, not only its file. */
  async #holdsStop(service, promises, where) {
    const [{ armed, halted, tradingState, cooloffUntilMs, haltUntilMs }] = this.candidates;
    const now = Date.now();
    const isStopped =
      !armed || halted || tradingState !== 'ACTIVE' || Math.max(cooloffUntilMs, haltUntilMs) > now + 2000;
    if (!isStopped) return;
    const { allow, reason } = await service.check(bodyWith({ symbol: 'STOPUSDT' }));
    promises.holds(!allow, 'a gate that was stopped comes back stopped', `${where}: ${reason}`);
  }
}

const inForce = ({ engine, overlays }) => ({
  health: engine.health,
  governance: engine.governance,
  tradingState: engine.trading_state,
  overrides: engine.risk_overrides,
  overlay: overlays.at(-1)?.overlay ?? null,
});

const stopsOf = ({ engine: { health, governance } }) => ({
  halted: health.halted,
  cooloffUntilMs: health.cooloffUntilMs,
  haltUntilMs: governance.halting ? governance.haltUntilMs : 0,
});

/** Stops may be longer than the operator knows, since traders cause some; never shorter. */
function fits(candidate, { engine, overlays }) {
  const { health, governance } = engine;
  return (
    health.armed === candidate.armed &&
    (health.halted || !candidate.halted) &&
    engine.trading_state === candidate.tradingState &&
    health.cooloffUntilMs >= candidate.cooloffUntilMs - CLOCK_SLACK_MS &&
    (candidate.haltUntilMs === 0 || governance.haltUntilMs >= candidate.haltUntilMs - CLOCK_SLACK_MS) &&
    isDeepStrictEqual(engine.risk_overrides, candidate.overrides) &&
    isDeepStrictEqual(
      overlays.map(({ overlay }) => overlay),
      candidate.overlays.slice(-50),
    )
  );
}
