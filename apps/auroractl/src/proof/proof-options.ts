/** What a proof is asked for. */
export interface ProofOptions {
  /** Who proves. */
  readonly who: string;
  /** Folder of all proofs' sessions. */
  readonly folder: string;
  /** This one's session, below it. */
  readonly sessionDir: string;
  /** Whether what an earlier proof has left is stopped first. */
  readonly kill: boolean;
  readonly forceTriage: boolean;
  /** 0..1. */
  readonly exploreRatio: number;
  readonly maxWaitMs: number;
  /** `undefined`: an exchange of its own. */
  readonly wsUrl: string | undefined;
  readonly restUrl: string | undefined;
  readonly parent: string;
  readonly child: string;
}
