import { applyOverlay, ConfigError, type ResolvedConfig } from '@aurora/config';
import type { EventCode } from '@aurora/events';
import type { Ms } from '@aurora/kernel';
import type { ActiveOverlay } from './gate-control';
import type { TradingRules } from './trading-rules';

export interface OverlayWatchParts {
  /** The configuration of the start, over which overlays are laid. */
  readonly base: ResolvedConfig;
  readonly rules: TradingRules;
  readonly gate: { activeOverlay(): Promise<ActiveOverlay> };
  readonly emit: (code: EventCode, details: object) => void;
}

/**
 * Takes over the gate's overlay, so that runner and gate go by the same configuration: what an operator or the tuner
 * changes there takes effect here without a restart. While the gate does not say, or what it says cannot be used here,
 * the rules stay as they are; the log says so once.
 */
export class OverlayWatch {
  private seen: string | undefined;
  private hash: string;
  private isFailing = false;
  private isStopped = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: OverlayWatchParts) {
    this.hash = parts.base.hash;
  }

  /** Looks now, and from then on again so long after each look, until `stop`. */
  async start(intervalMs: Ms): Promise<void> {
    await this.look();
    if (!this.isStopped) this.timer = setTimeout(() => void this.start(intervalMs), intervalMs);
  }

  /** What an answer under way says does not count any more. */
  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  /** Never rejects. */
  async look(): Promise<void> {
    try {
      const active = await this.parts.gate.activeOverlay();
      if (this.isStopped) return;
      if (active.configHash !== this.seen) this.take(active);
      // What could not be used is not tried again before it is another.
      this.seen = active.configHash;
      this.recovered();
    } catch (error) {
      if (!this.isStopped) this.failed(error);
    }
  }

  private take({ overlay, configHash, author, reason }: ActiveOverlay): void {
    try {
      const resolved = applyOverlay(this.parts.base, { value: overlay, file: "the gate's overlay" });
      if (resolved.hash === this.hash) return;
      this.switchTo(resolved, { gate_config_hash: configHash, author, reason });
    } catch (error) {
      const details = { part: 'overlay', error: `the gate's overlay is not followed: ${told(error)}` };
      this.parts.emit('HEALTH.ERROR', details);
    }
  }

  private switchTo({ config, hash, raw }: ResolvedConfig, from: object): void {
    const { rules, emit } = this.parts;
    const before = rules.current.parentGate;
    this.hash = hash;
    rules.switchTo(config);
    emit('CONFIG.SWITCHED', { config_hash: hash, ...from });
    if (JSON.stringify(before) !== JSON.stringify(config.parentGate))
      emit('PARENT_GATE.RELOAD', { settings: (raw as Record<string, unknown>)['parent_gate'], config_hash: hash });
  }

  private failed(error: unknown): void {
    if (!this.isFailing) this.parts.emit('HEALTH.ERROR', { part: 'overlay', error: told(error) });
    this.isFailing = true;
  }

  private recovered(): void {
    if (this.isFailing) this.parts.emit('HEALTH.RECOVERY', { part: 'overlay' });
    this.isFailing = false;
  }
}

function told(error: unknown): string {
  if (error instanceof ConfigError) return error.problems.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return error instanceof Error ? error.message : String(error);
}
