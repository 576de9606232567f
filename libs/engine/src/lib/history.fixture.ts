import fc from 'fast-check';
import { type OperatorCommand } from './operator-command';
import { body, fullBody, number } from './request.fixture';
import { type Booked } from './gate-engine';
import { type Judged } from './judged';
import { type Body, type Sections, type Session } from './session.fixture';

/** What happened to a gate. */
export type Happening =
  | { readonly kind: 'checked'; readonly judged: Judged }
  | { readonly kind: 'reported'; readonly booked: Booked }
  | { readonly kind: 'operated'; readonly command: OperatorCommand }
  | { readonly kind: 'switched' | 'restarted' | 'waited' };

/** What an invariant reckons beside the gate. It is told of everything that happens, after it did, and asserts. */
export interface Model {
  saw(happening: Happening, session: Session): void;
}

/** Something that happens to a gate some time after what happened before. */
abstract class GateCommand implements fc.Command<Model, Session> {
  /** @param afterMs negative where the clock was set back. */
  constructor(
    private readonly afterMs: number,
    private readonly said: unknown,
  ) {}

  check(): boolean {
    return true;
  }

  run(model: Model, session: Session): void {
    session.advance(this.afterMs);
    model.saw(this.happen(session), session);
  }

  toString(): string {
    return `${this.afterMs} ms, ${this.constructor.name} ${JSON.stringify(this.said)}`;
  }

  protected abstract happen(session: Session): Happening;
}

class Check extends GateCommand {
  constructor(
    afterMs: number,
    private readonly body: object,
  ) {
    super(afterMs, body);
  }

  protected happen(session: Session): Happening {
    return { kind: 'checked', judged: session.check(this.body) };
  }
}

/** About one of the orders allowed last, or about one nobody asked for. */
class Report extends GateCommand {
  constructor(
    afterMs: number,
    private readonly of: number,
    private readonly report: object,
  ) {
    super(afterMs, { of, ...report });
  }

  protected happen(session: Session): Happening {
    const order = session.allowed.at(-1 - this.of) ?? { symbol: 'XRPUSDT', side: 'sell' };
    return { kind: 'reported', booked: session.book({ ...order, ...this.report }) };
  }
}

class Operate extends GateCommand {
  constructor(
    afterMs: number,
    private readonly command: OperatorCommand,
  ) {
    super(afterMs, command);
  }

  protected happen(session: Session): Happening {
    session.operate(this.command);
    return { kind: 'operated', command: this.command };
  }
}

class Switch extends GateCommand {
  constructor(
    afterMs: number,
    private readonly sections: Sections,
  ) {
    super(afterMs, sections);
  }

  protected happen(session: Session): Happening {
    session.switchTo(this.sections);
    return { kind: 'switched' };
  }
}

class Restart extends GateCommand {
  protected happen(session: Session): Happening {
    session.restart();
    return { kind: 'restarted' };
  }
}

class Wait extends GateCommand {
  protected happen(session: Session): Happening {
    session.tick();
    return { kind: 'waited' };
  }
}

const report = fc.record(
  {
    status: fc.constantFrom('new', 'partially_filled', 'filled', 'canceled', 'rejected', 'closed'),
    filled: fc.constantFrom(0, 0.05, 0.1, 0.3, 1),
    average: fc.constantFrom(49_990.5, 3_001, 0),
    error_code: fc.constantFrom(...Array<null>(4).fill(null), -2010),
    pnl_pct: fc.constantFrom(null, null, -0.7, 0.4),
    pnl_usdt: fc.constantFrom(null, null, -12, 30),
    close: fc.constantFrom(false, false, false, true),
  },
  { requiredKeys: ['status'] },
);

const operatorCommand: fc.Arbitrary<OperatorCommand> = fc.oneof(
  fc.record({ kind: fc.constant('cool_off' as const), sec: fc.nat(90) }),
  fc.constantFrom<OperatorCommand>({ kind: 'reset' }, { kind: 'reset' }, { kind: 'arm' }, { kind: 'disarm' }),
  fc.record({
    kind: fc.constant('trading_state' as const),
    state: fc.constantFrom('ACTIVE' as const, 'ACTIVE' as const, 'REDUCING' as const, 'HALTED' as const),
  }),
  fc.record({
    kind: fc.constant('risk_set' as const),
    overrides: fc.record(
      { ddDayPct: number(1, 100), maxConcurrent: fc.integer({ min: 1, max: 9 }), sizeScale: number(0.1, 1.2) },
      { requiredKeys: [] },
    ),
  }),
);

/** Configurations a gate is switched between. */
export const CONFIGURATIONS: readonly Sections[] = [
  {},
  { aurora: { latency_min_samples: 20, latency_warn_interval_s: 5 }, trap: { min_history: 30 } },
  { mode: 'testnet', pretrade: { evaluate: 'all', order_profile: 'slip_before_er' }, icp: { observe: true } },
  {
    risk: { max_symbol_exposure_usdt: 20_000, max_orders_per_min: 4, reservation_ttl_ms: 20_000, equity_usdt: 5_000 },
    aurora: { min_open_interval_ms: 500, cooldown_after_close_ms: 4_000, min_position_hold_ms: 9_000 },
    guards: { reject_storm_min_total: 2, reject_storm_cooldown_s: 5, cvar_limit: 0.5 },
    trap: { min_history: 5 },
  },
];

export const sections = fc.constantFrom(...CONFIGURATIONS);

/** Time as a sound clock lets it pass. */
const forward = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 800 }) },
  { weight: 2, arbitrary: fc.integer({ min: 800, max: 30_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 30_000, max: 400_000 }) },
);
/** A clock that is set back now and then. */
const erratic = fc.oneof(
  { weight: 11, arbitrary: forward },
  { weight: 1, arbitrary: fc.integer({ min: -400_000, max: -1 }) },
);

type Kind = 'check' | 'report' | 'operate' | 'switch' | 'restart' | 'wait';

const kindsOf = (
  afterMs: fc.Arbitrary<number>,
  bodies: fc.Arbitrary<Body>,
): Readonly<Record<Kind, fc.WeightedArbitrary<GateCommand>>> => ({
  check: { weight: 12, arbitrary: fc.tuple(afterMs, bodies).map((made) => new Check(...made)) },
  report: { weight: 5, arbitrary: fc.tuple(afterMs, fc.nat(5), report).map((made) => new Report(...made)) },
  operate: { weight: 2, arbitrary: fc.tuple(afterMs, operatorCommand).map((made) => new Operate(...made)) },
  switch: { weight: 1, arbitrary: fc.tuple(afterMs, sections).map((made) => new Switch(...made)) },
  restart: { weight: 1, arbitrary: afterMs.map((ms) => new Restart(ms, null)) },
  wait: { weight: 2, arbitrary: afterMs.map((ms) => new Wait(ms, null)) },
});

interface HistoryOptions {
  readonly without?: readonly Kind[];
  /** Whether the clock may be set back. */
  readonly clock?: 'sound' | 'erratic';
  readonly bodies?: fc.Arbitrary<Body>;
}

/** One thing that can happen. */
export function command({
  without = [],
  clock = 'sound',
  bodies = body,
}: HistoryOptions = {}): fc.Arbitrary<GateCommand> {
  const kinds = kindsOf(clock === 'sound' ? forward : erratic, bodies);
  return fc.oneof(
    ...(Object.keys(kinds) as Kind[]).filter((kind) => !without.includes(kind)).map((kind) => kinds[kind]),
  );
}

export type History = Iterable<fc.Command<Model, Session>>;

/** Whole histories of up to so many commands. */
export const histories = (maxCommands: number, options: HistoryOptions = {}): fc.Arbitrary<History> =>
  fc.commands([command(options)], { maxCommands, size: 'max' });

/** Histories without an operator, who stops the gate more often than not, and of bodies that feed every guard: limits decide. */
export const unstopped = (maxCommands: number): fc.Arbitrary<History> =>
  histories(maxCommands, { without: ['operate', 'switch'], bodies: fullBody });

const NO_MODEL: Model = { saw: () => undefined };

/** Lets a history happen to a gate. */
export const live = (session: Session, history: History, model: Model = NO_MODEL): void =>
  fc.modelRun(() => ({ model, real: session }), history);
