import { Flag, Free, Int, Nested, NestedList, Num, OneOf, Text } from '../shape/fields';

const COUNT = { min: 0, max: Number.MAX_SAFE_INTEGER };
const ANY = { min: -Infinity, max: Infinity };
const PARAMS = { example: { 'reward.expected_net_reward_threshold_bps': 1.5 } };
const HASH = { maxLength: 128, example: '5f2a90c1' };
const TIME = { maxLength: 32, example: '2026-01-31T12:00:10.000Z' };
const TRIAL = { ...COUNT, example: 12 };
const SCORE = { ...ANY, example: 0.31 };

/** What the tuner does: `idle` while it has not begun, or the gate does not answer. */
export const TUNER_MODES = ['explore', 'exploit', 'frozen', 'idle'] as const;
export type TunerMode = (typeof TUNER_MODES)[number];

/** Trials of a study, counted. */
export class TunerStudy {
  @Text('Name of the study.', { required: true, maxLength: 128, example: 'online' })
  name!: string;

  @Int('Trials begun.', { ...COUNT, required: true, example: 40 })
  trials!: number;

  @Int('Run to their end, every hard gate kept.', { ...COUNT, required: true, example: 30 })
  complete!: number;

  @Int('Refused by a hard gate.', { ...COUNT, required: true, example: 6 })
  rejected!: number;

  @Int('Under way.', { ...COUNT, required: true, example: 1 })
  running!: number;

  @Int('Of which nobody has been heard for two intervals; they are asked again.', {
    ...COUNT,
    required: true,
    example: 1,
  })
  stale!: number;

  @Int('Not run to their end: aborted, inconclusive or refused by the gate.', { ...COUNT, required: true, example: 2 })
  failed!: number;
}

/** The parameters in force by the tuner. */
export class TunerCurrent {
  @Int('Number of the trial; null while the base is in force for want of a best.', { ...TRIAL, nullable: true })
  trial!: number | null;

  @Free('Parameters by key of the configuration.', { ...PARAMS, required: true })
  params!: Record<string, unknown>;

  @Text('Since when, ISO 8601.', { ...TIME, required: true })
  since!: string;

  @Num('How long they are tried, ms.', { min: 0, max: Infinity, required: true, example: 900000 })
  ttl_ms!: number;

  @Num('Score so far; null before the first look, and where it cannot be measured.', { ...SCORE, nullable: true })
  score!: number | null;
}

/** The best trial that kept every hard gate. */
export class TunerBest {
  @Int('Number of the trial.', { ...TRIAL, required: true })
  trial!: number;

  @Free('Parameters by key of the configuration.', { ...PARAMS, required: true })
  params!: Record<string, unknown>;

  @Num('Its score.', { ...SCORE, required: true })
  score!: number;
}

/** Where the tuner applies overlays, and whether it gets through. */
export class TunerGate {
  @Text('Address of the gate.', { required: true, maxLength: 512, example: 'http://127.0.0.1:8000' })
  url!: string;

  @Flag('It answers.', { required: true, example: true })
  ok!: boolean;

  @Text('Why it does not; null when it does.', { nullable: true, maxLength: 512, example: 'ECONNREFUSED' })
  error!: string | null;
}

/**
 * Answer of `GET /orchestrator/status`: what the tuner wrote at its last heartbeat. Without a tuner `running` stands
 * alone; a file that is none of a tuner is named in `problem`.
 */
export class OrchestratorStatusAnswer {
  @Flag('Its heartbeat is not older than two intervals and its process lives.', { required: true, example: true })
  running!: boolean;

  @Text('Why the state of the tuner cannot be told.', { maxLength: 1024 })
  problem?: string | null;

  @Int('Number of its process.', { min: 1, max: 2 ** 31, example: 4711 })
  pid?: number | null;

  @Text('When it started, ISO 8601.', TIME)
  started_at?: string | null;

  @Text('Its last heartbeat, ISO 8601.', TIME)
  heartbeat_at?: string | null;

  @Num('Time from one heartbeat to the next, ms.', { above: 0, max: Infinity, example: 10000 })
  interval_ms?: number | null;

  @OneOf('What it does.', TUNER_MODES, { example: 'explore' })
  mode?: TunerMode | null;

  @Flag('Frozen by an operator: it explores nothing and the base is in force.', { example: false })
  frozen?: boolean | null;

  @Text('Why it was frozen.', { maxLength: 512 })
  freeze_reason?: string | null;

  @Nested(() => TunerGate, 'The gate it tunes.')
  gate?: TunerGate | null;

  @Nested(() => TunerStudy, 'Its trials, counted.')
  study?: TunerStudy | null;

  @Nested(() => TunerCurrent, 'What it has in force; null while the base is.')
  current?: TunerCurrent | null;

  @Nested(() => TunerBest, 'The best trial; null before there is one.')
  best?: TunerBest | null;

  @Text('Digest of the configuration with the base in force.', HASH)
  base_overlay_hash?: string | null;

  @Text('Who applied the base; null when it is the configuration of the files.', { maxLength: 128, example: 'ops' })
  base_author?: string | null;

  @Free('The overlay to which everything goes back; null when that is none.', {
    example: { guards: { spread_bps_limit: 60 } },
  })
  base_overlay?: Record<string, unknown> | null;

  @Int('Times parameters were taken off before their end for breaking a hard gate.', { ...COUNT, example: 2 })
  rollbacks?: number | null;

  @Int("Times somebody else's overlay took the place of the tuner's.", { ...COUNT, example: 0 })
  overlay_conflicts?: number | null;
}

/** One event of the tuner's log. */
export class OrchestratorEvent {
  @Text('When, ns since the Unix epoch: 19 digits, as a text because no JSON number of JavaScript holds them.', {
    required: true,
    maxLength: 19,
    pattern: /^[1-9][0-9]{18}$/,
    allowed: '19 digits',
    example: '1769860810000000000',
  })
  ts_ns!: string;

  @Text('Start of the tuner that wrote it.', { required: true, maxLength: 128, example: 'tuner-9f31c07a2b44' })
  run_id!: string;

  @Text('Code of the event.', { required: true, maxLength: 64, example: 'ORCH.PARAMETER_UPDATE' })
  event_code!: string;

  @Free('What it says.', { required: true, example: { action: 'apply', mode: 'explore', trial: 12 } })
  details!: Record<string, unknown>;
}

/** Answer of `GET /orchestrator/events/tail`. */
export class OrchestratorEventsAnswer {
  @NestedList(() => OrchestratorEvent, 'The last events, newest last.', { required: true })
  events!: OrchestratorEvent[];

  @Int('Lines among them that are no events.', { ...COUNT, required: true, example: 0 })
  bad_lines!: number;
}
