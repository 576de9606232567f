import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startedTicks } from '../processes/process-record';
import { CHECKOUT } from '../processes/programs';
import { OWN_FOLDER_MODE } from '../processes/run-folder';
import { OWNER, proofPlace, type ProofPlace } from './proof-folders';

/** Settings of a user that would make another thing of the processes. */
const SETTING = /^(AURORA_|OPS_|TRAP_|PRETRADE_)/;

export interface ProofTokens {
  readonly ops: string;
  readonly api: string;
}

/** Where a proof works, and what its processes find there. */
export interface ProofEnvironment extends ProofPlace {
  readonly tunerDir: string;
  readonly tokens: ProofTokens;
  readonly env: NodeJS.ProcessEnv;
}

/** Tokens of the environment, so that others can look into the gate while it runs; else random ones that nobody else ever sees. */
export const proofTokens = (env: NodeJS.ProcessEnv): ProofTokens => ({
  ops: env['OPS_TOKEN'] || randomBytes(24).toString('base64url'),
  api: env['AURORA_API_TOKEN'] || randomBytes(24).toString('base64url'),
});

/** Makes the folders of a proof. Nothing of the user's own settings, `.env` included, reaches what runs in there. */
export function makeEnvironment(sessionDir: string, tokens: ProofTokens): ProofEnvironment {
  const place = proofPlace(sessionDir);
  const tunerDir = join(sessionDir, 'tuner');
  for (const folder of [sessionDir, place.runDir, tunerDir, join(sessionDir, 'runner')])
    mkdirSync(folder, { recursive: true, mode: OWN_FOLDER_MODE });
  const owner = { pid: process.pid, started_ticks: startedTicks(process.pid) };
  writeFileSync(join(sessionDir, OWNER), `${JSON.stringify(owner)}\n`, { mode: 0o600 });
  // The .env of the working folder is the only one that is read.
  writeFileSync(join(sessionDir, '.env'), '', { mode: 0o600 });
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !SETTING.test(name)));
  const env = {
    ...own,
    AURORA_CONFIG: join(CHECKOUT, 'configs/aurora/shadow.yaml'),
    AURORA_MODE: 'shadow',
    AURORA_API_HOST: '127.0.0.1',
    AURORA_API_PORT: '0',
    AURORA_SESSION_DIR: sessionDir,
    AURORA_RUN_DIR: place.runDir,
    AURORA_TUNER_DIR: tunerDir,
    OPS_TOKEN: tokens.ops,
    AURORA_API_TOKEN: tokens.api,
  };
  return { ...place, tunerDir, tokens, env };
}
