import type { OverlayAnswer } from '@aurora/contracts';
import type { Params } from '@aurora/tuning';
import { Injectable } from '@nestjs/common';
import { Unreachable } from '../cli/failures';
import { GateApi, GateRefusal } from '../gate/gate-api';
import { sameButModel, sameOverlay, trialOverlay, withModelOf, type Overlay } from './trial-overlay';

export const AUTHOR = 'tuner';
/** Steps until what is wished for must be in force, those included that others undo meanwhile. */
const ATTEMPTS = 10;

/** The overlay to which everything goes back. */
export interface Base {
  /** `null`: the configuration of the files alone. */
  readonly overlay: Overlay | null;
  readonly author: string | null;
  /** Digest of the configuration with it in force. */
  readonly configHash: string;
}

/** What is to be in force over the base, and why. */
export interface Wish {
  readonly params: Params;
  readonly reason: string;
}

interface Placed {
  readonly overlay: Overlay;
  /** Digest of the configuration with it in force; `null` until the gate has confirmed it. */
  readonly configHash: string | null;
}

/** `settled`: what was wished for is in force; `foreign`: somebody else's overlay is, and is the base from now on. */
export type Settled = 'settled' | 'foreign';

/**
 * The overlay of the gate as the tuner wants it: the base, or the base with the parameters of a trial. Each `settle` looks at
 * what is in force and does what is missing, so it can be asked again after any failure, also one that left it open
 * whether the gate had heard. Nothing is ever changed that another has changed since it was read.
 */
@Injectable()
export class Overlays {
  private wish: Wish | null = null;
  private placed: Placed | null = null;
  private known: Base | null = null;

  constructor(private readonly gate: GateApi) {}

  /** @throws Error before the base is known. */
  get base(): Base {
    if (this.known === null) throw new Error('the base is not known yet');
    return this.known;
  }

  get isBegun(): boolean {
    return this.known !== null;
  }

  /** Whether an overlay of ours is in force, or may be. */
  get isPlaced(): boolean {
    return this.placed !== null;
  }

  /** Takes what is in force as the base, but for what an earlier run of ours left there. */
  async begin(left: { readonly base: Base; readonly params: Params | null } | null): Promise<void> {
    const active = await this.active();
    const leftover = left?.params == null ? null : trialOverlay(left.base.overlay, left.params, null);
    if (left !== null && sameButModel(active.overlay, left.base.overlay))
      this.known = { ...baseOf(active), author: left.base.author };
    else if (left !== null && leftover !== null && sameButModel(active.overlay, leftover)) {
      this.known = left.base;
      this.placed = { overlay: leftover, configHash: null };
    } else this.known = baseOf(active.author === AUTHOR ? await this.belowOurs(active) : active);
  }

  /** Says what is to be in force from now on; `settle` sees to it. `null` is the base. */
  want(wish: Wish | null): void {
    this.wish = wish;
  }

  /** Rejects with `Unreachable`, or with `GateRefusal` for an overlay that the gate will not have. */
  async settle(): Promise<Settled> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const active = await this.active();
      try {
        const settled = await this.step(active);
        if (settled !== null) return settled;
      } catch (error) {
        if (!isConflict(error)) throw error;
      }
    }
    throw new Unreachable('others change the overlay of the gate as fast as the tuner does');
  }

  /** @returns null when it has done something and must look again. */
  private async step(active: OverlayAnswer): Promise<Settled | null> {
    const { placed, wish } = this;
    if (placed !== null && sameButModel(active.overlay, placed.overlay)) {
      if (wish !== null && sameButModel(placed.overlay, this.target(wish, active))) {
        this.placed = { overlay: placed.overlay, configHash: active.config_hash };
        return 'settled';
      }
      await this.takeOff(active);
      return null;
    }
    const wasTakenOff = placed?.configHash != null;
    if (!sameButModel(active.overlay, this.base.overlay) || wasTakenOff) return this.stepBack(active, placed !== null);
    this.known = { ...this.base, overlay: active.overlay, configHash: active.config_hash };
    this.placed = null;
    if (wish === null) return 'settled';
    await this.place(wish, active);
    return null;
  }

  /** What somebody else put there is the base from now on. */
  private stepBack(active: OverlayAnswer, wasOurs: boolean): Settled | null {
    this.known = baseOf(active);
    this.placed = null;
    if (this.wish === null && !wasOurs) return 'settled';
    this.wish = null;
    return 'foreign';
  }

  private target({ params }: Wish, active: OverlayAnswer): Overlay {
    return trialOverlay(this.base.overlay, params, active.overlay);
  }

  private async place(wish: Wish, active: OverlayAnswer): Promise<void> {
    const overlay = this.target(wish, active);
    // Known before it is sent: the answer may be lost.
    this.placed = { overlay, configHash: null };
    const body = {
      overlay,
      author: AUTHOR,
      reason: wish.reason.slice(0, 512),
      expected_config_hash: active.config_hash,
    };
    try {
      await this.gate.post('/overlay/apply', 'api', body);
    } catch (error) {
      if (error instanceof GateRefusal && error.status < 500) this.placed = null;
      throw error;
    }
  }

  /** A rollback brings the base back as it was, with its author; that needs the base right below ours, and the same model. */
  private async takeOff(active: OverlayAnswer): Promise<void> {
    const expected_config_hash = active.config_hash;
    const wanted = withModelOf(active.overlay, this.base.overlay);
    const isOurs = active.author === AUTHOR && active.config_hash === this.placed?.configHash;
    // Known before it is asked for: the answer may be lost.
    this.placed = { overlay: active.overlay ?? {}, configHash: null };
    if (isOurs && sameOverlay(wanted, this.base.overlay)) {
      const below = await this.gate.post<OverlayAnswer>('/overlay/rollback', 'api', { expected_config_hash });
      if (sameOverlay(below.overlay, this.base.overlay)) this.placed = null;
      else this.placed = { overlay: below.overlay ?? {}, configHash: null };
      return;
    }
    const reason = 'back to the base, with the model in force';
    await this.gate.post('/overlay/apply', 'api', { overlay: wanted, author: AUTHOR, reason, expected_config_hash });
    this.placed = null;
  }

  /** Takes off what an earlier run of ours left, of which nothing is known but its author. */
  private async belowOurs(active: OverlayAnswer): Promise<OverlayAnswer> {
    if (active.author !== AUTHOR) return active;
    const body = { expected_config_hash: active.config_hash };
    return this.belowOurs(await this.gate.post<OverlayAnswer>('/overlay/rollback', 'api', body));
  }

  private active(): Promise<OverlayAnswer> {
    return this.gate.get<OverlayAnswer>('/overlay/active', 'api');
  }
}

const baseOf = ({ overlay, author, config_hash: configHash }: OverlayAnswer): Base => ({ overlay, author, configHash });

const isConflict = (error: unknown): boolean =>
  error instanceof GateRefusal &&
  error.status === 409 &&
  (error.body as { error?: unknown }).error === 'overlay_changed';
