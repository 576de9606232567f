import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fitCalibrator, type CalibratorArtifact, type LearningConfig, type WatchedTrade } from '@aurora/calibration';
import type { EventCode, EventFields } from '@aurora/events';
import { CurrentModel } from './current-model';
import { Learning } from './learning.service';
import { ModelFiles } from './model-files';
import type { ModelRegistry } from './model-registry';

export const START_MS = Date.UTC(2026, 0, 22, 10);

export const CONFIG: LearningConfig = {
  enabled: true,
  declined: true,
  intervalS: 900,
  minPlatt: 100,
  minIsotonic: 1000,
  holdoutFraction: 0.3,
  history: 5000,
  window: 500,
};

export interface Emitted {
  readonly code: EventCode;
  readonly details: Readonly<Record<string, unknown>>;
  readonly fields: EventFields | undefined;
}

/** A small model, told apart by its version. */
export const artifactOf = (version: string, name = 'wisescalp'): CalibratorArtifact =>
  fitCalibrator({ kind: 'platt', name, version, scores: [0, 0.3, 0.6, 1], labels: [0, 1, 0, 1] });

/** A gate that takes every model, until it is told to refuse. */
export class Gate implements ModelRegistry {
  readonly loaded: { id: string; path: string }[] = [];
  refusal: Error | null = null;

  load({ name, version }: CalibratorArtifact, path: string): void {
    if (this.refusal !== null) throw this.refusal;
    this.loaded.push({ id: `${name}@${version}`, path });
  }
}

/** The loop with a clock that stands where it is put, and trades whose outcome is chosen. */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'learning-'));
  readonly emitted: Emitted[] = [];
  readonly model: CurrentModel;
  readonly files = new ModelFiles(join(this.folder, 'models'));
  readonly learning: Learning;
  nowMs = START_MS;
  private trades = 0;

  constructor(
    registry: ModelRegistry | null,
    { config = {}, artifact = null }: { config?: Partial<LearningConfig>; artifact?: CalibratorArtifact | null } = {},
  ) {
    this.model = new CurrentModel(artifact);
    this.learning = new Learning({
      config: { ...CONFIG, ...config },
      model: this.model,
      files: this.files,
      registry,
      emit: (code, details, fields) => void this.emitted.push({ code, details: details as Emitted['details'], fields }),
      nowMs: () => this.nowMs,
    });
  }

  events(code: EventCode): Emitted[] {
    return this.emitted.filter((event) => event.code === code);
  }

  /** Opens a trade now, bought at 100 with its target at 102 and its stop at 99, for ten seconds. */
  open(more: Partial<WatchedTrade> = {}): void {
    this.learning.opened(this.tradeOf(more));
  }

  decline(more: Partial<WatchedTrade> = {}): void {
    this.learning.declined({ ...this.tradeOf(more), traded: false });
  }

  private tradeOf(more: Partial<WatchedTrade>): WatchedTrade {
    const score = more.score ?? 0.5;
    return {
      cid: `c-${++this.trades}`,
      decisionId: `d-${this.trades}`,
      traded: true,
      symbol: 'BTCUSDT',
      side: 'buy',
      score,
      p: this.model.calibrator.predict(score),
      model: this.model.id,
      entryPrice: 100,
      targetPrice: 102,
      stopPrice: 99,
      openedMs: this.nowMs,
      ttlMs: 10_000,
      ...more,
    };
  }

  price(bid: number): void {
    this.learning.onPrice('BTCUSDT', bid, bid + 0.5, this.nowMs);
  }

  /** As many trades, one a second, of which few meet their target: the sigmoid promises far too much. */
  trade(count: number): void {
    for (let i = 0; i < count; i++) {
      const score = ((i * 37) % 100) / 100;
      this.open({ score });
      this.nowMs += 1;
      this.price(((i * 61) % 97) / 97 < 0.1 + 0.2 * score ? 102 : 99);
      this.nowMs += 999;
    }
  }
}
