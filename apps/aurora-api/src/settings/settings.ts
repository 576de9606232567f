import { type LoadedConfig } from '@aurora/config/node';

/** What an instance is started with. */
export interface Settings {
  readonly loaded: LoadedConfig;
  readonly pid: number;
  /** Git revision of the build; `null` when not known. */
  readonly gitRevision: string | null;
  readonly version: string;
}

/** Injection token of {@link Settings}. */
export const SETTINGS = Symbol('SETTINGS');
