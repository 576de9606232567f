import type { OutcomeSample } from '@aurora/calibration';

/** Scores and what came of them, from one or more sources. */
export interface Samples {
  /** Where no times are known each row is one millisecond behind the one before: their order is all there is. */
  readonly samples: readonly OutcomeSample[];
  /** Whether times are known, so that what is new to a model can be told from what it was fitted on. */
  readonly isTimed: boolean;
  /** What gave the probabilities before, in words. */
  readonly before: string;
  /** Rows that were left out because they could not be read. */
  readonly leftOut: number;
  /** What is worth saying about them. */
  readonly remarks: readonly string[];
}

/** How the columns of a CSV file are read. */
export interface CsvColumns {
  readonly score: string;
  readonly label: string;
  /** Null: `ts` where the file has it, else none. */
  readonly time: string | null;
  /** The score column holds probabilities. */
  readonly areProbabilities: boolean;
  /** Rows that cannot be read are left out and counted; else the first one is an error. */
  readonly skipBadRows: boolean;
}

/** Told how much of the sources has been read, in bytes. */
export type OnRead = (bytes: number) => void;
