import { join, resolve } from 'node:path';
import { Body, Controller, Get, HttpCode, Inject, Post, UseGuards } from '@nestjs/common';
import { parseOverlayApply, parseOverlayRollback, type OverlayAnswer } from '@aurora/contracts';
import { type PendingEvent } from '@aurora/engine';
import { type EventCode } from '@aurora/events';
import { GateRuntime } from '../gate/gate-runtime';
import { Recorder } from '../gate/recorder';
import { accepted } from '../http/accepted';
import { refuse } from '../http/refusal';
import { Refused } from '../http/refused';
import { ApiAuthGuard } from '../http/tokens.auth-guard';
import { SETTINGS, type Settings } from '../settings/settings';
import { type AppliedOverlay } from '../state/persisted-state';
import { OverlayFiles } from './overlay-files';

const NOTHING_TO_ROLL_BACK = refuse(409, 'no_overlay', 'There is no overlay to roll back.');
const OVERLAY_CHANGED = refuse(
  409,
  'overlay_changed',
  'Another configuration is in force than expected_config_hash says; read /overlay/active again.',
);

/** A partial configuration over the one of the files: checked, written, in force without a restart, and taken off again. */
@Controller('overlay')
@UseGuards(ApiAuthGuard)
export class OverlayController {
  private readonly files: OverlayFiles;
  /** Changes happen one after the other, so that two at once cannot mix their files. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly recorder: Recorder,
    private readonly runtime: GateRuntime,
    @Inject(SETTINGS) { loaded }: Settings,
  ) {
    this.files = new OverlayFiles(join(resolve(loaded.resolved.config.state.dir), 'overlays'));
  }

  @Get('active')
  active(): OverlayAnswer {
    const current = this.runtime.appliedOverlays.at(-1);
    return {
      overlay: current?.overlay ?? null,
      applied_at_ms: current?.applied_at_ms ?? null,
      author: current?.author ?? null,
      reason: current?.reason ?? null,
      config_hash: this.runtime.config.hash,
    };
  }

  @Post('apply')
  @HttpCode(200)
  apply(@Body() body: unknown): Promise<OverlayAnswer> {
    const { overlay, author, reason, expectedConfigHash } = accepted(parseOverlayApply(body));
    return this.inTurn(() => {
      this.mustStillBe(expectedConfigHash);
      const applied: AppliedOverlay = {
        overlay,
        author: author ?? null,
        reason: reason ?? null,
        applied_at_ms: this.nowMs(),
      };
      return this.change('OVERLAY.APPLY', [...this.runtime.appliedOverlays, applied]);
    });
  }

  @Post('rollback')
  @HttpCode(200)
  rollback(@Body() body: unknown): Promise<OverlayAnswer> {
    const { expected_config_hash: expected } = accepted(parseOverlayRollback(body));
    return this.inTurn(() => {
      this.mustStillBe(expected ?? undefined);
      const { appliedOverlays } = this.runtime;
      if (appliedOverlays.length === 0) throw new Refused(NOTHING_TO_ROLL_BACK);
      return this.change('OVERLAY.ROLLBACK', appliedOverlays.slice(0, -1));
    });
  }

  /** Two who read, change and write back must not undo each other's change. */
  private mustStillBe(configHash: string | undefined): void {
    if (configHash !== undefined && configHash !== this.runtime.config.hash) throw new Refused(OVERLAY_CHANGED);
  }

  private async change(code: EventCode, overlays: readonly AppliedOverlay[]): Promise<OverlayAnswer> {
    const { runtime } = this;
    const before = runtime.appliedOverlays.at(-1) ?? null;
    const after = overlays.at(-1) ?? null;
    const setup = await runtime.prepare(overlays);
    await this.files.replace(after, this.nowMs());
    const { resolved } = setup;
    const alsoChanged = runtime.switchTo(setup);
    const details = {
      now_ms: this.nowMs(),
      overlay: after?.overlay ?? null,
      author: after?.author ?? null,
      reason: after?.reason ?? null,
      config: resolved.raw,
      config_hash: resolved.hash,
    };
    const events: PendingEvent[] = [{ code, details, fields: {} }, ...alsoChanged];
    if (changesParentGate(before, after)) {
      const settings = after?.overlay['parent_gate'] ?? null;
      events.push({ code: 'PARENT_GATE.RELOAD', details: { settings, config_hash: resolved.hash }, fields: {} });
    }
    await this.recorder.keep(events);
    return this.active();
  }

  private inTurn(run: () => Promise<OverlayAnswer>): Promise<OverlayAnswer> {
    const mine = this.turn.then(run);
    // The next one waits for this one's end, not for its success.
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private nowMs(): number {
    return this.runtime.clock.nowMs();
  }
}

const changesParentGate = (before: AppliedOverlay | null, after: AppliedOverlay | null): boolean =>
  JSON.stringify(before?.overlay['parent_gate']) !== JSON.stringify(after?.overlay['parent_gate']);
