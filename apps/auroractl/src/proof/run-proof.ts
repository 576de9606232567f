import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createSessionFolder } from '@aurora/events/node';
import { remark, type AnswerFlags } from '../cli/answer';
import { EXIT } from '../cli/exit-code';
import { UsageError } from '../cli/failures';
import { CHECKOUT, ensureBuilt } from '../processes/programs';
import { stopOnSignals } from '../processes/stop-on-signals';
import type { ProofDocument } from './proof-document';
import { proofFolder } from './proof-folders';
import { screenFor } from './proof-screen';
import { prove } from './prove';

export interface ProofFlags extends AnswerFlags {
  readonly kill: boolean;
  readonly forceTriage?: boolean;
  readonly exploreRatio: number;
  readonly maxWaitSeconds: number;
  readonly wsUrl?: string;
  readonly restUrl?: string;
  readonly parent: string;
  readonly child: string;
  readonly dir?: string;
  readonly out: string;
}

/** `auroractl proof`. */
export async function runProof(flags: ProofFlags): Promise<void> {
  if (flags.parent === flags.child) throw new UsageError('--parent and --child must be two symbols');
  ensureBuilt(['aurora-api', 'wisescalp-runner']);
  const folder = flags.dir === undefined ? await proofFolder() : resolve(flags.dir);
  const sessionDir = resolve(await createSessionFolder(folder, Date.now()));
  const screen = screenFor(process.stderr.isTTY === true);
  const { signal: stop, release } = stopOnSignals();
  try {
    const { kill, forceTriage = false, exploreRatio, parent, child, wsUrl, restUrl } = flags;
    const asked = { kill, forceTriage, exploreRatio, parent, child, wsUrl, restUrl };
    const options = { who: who(), folder, sessionDir, maxWaitMs: flags.maxWaitSeconds * 1000, ...asked };
    const { document, sections } = await prove(options, screen, stop);
    screen.close();
    writeDocument(resolve(flags.out), document);
    show(flags, document, sections);
    if (document.verdict !== 'PASS') process.exitCode = EXIT.finding;
  } finally {
    screen.close();
    release();
  }
}

function who(): string {
  const { version } = JSON.parse(readFileSync(join(CHECKOUT, 'apps/auroractl/package.json'), 'utf8')) as {
    readonly version: string;
  };
  return `auroractl ${version} on ${hostname()}`;
}

function writeDocument(path: string, document: ProofDocument): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(document, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}

function show({ json = false, out }: ProofFlags, document: ProofDocument, sections: string): void {
  const text = JSON.stringify(document, null, 2);
  process.stdout.write(json ? `${text}\n` : `${sections}\n${text}\n`);
  const { verdict, missing, notes, took_s: took, session_dir: session } = document;
  const lines = [
    `${verdict} in ${took} s${missing.length === 0 ? '' : `; missing: ${missing.join(', ')}`}`,
    ...notes.map((note) => `  ${note.replaceAll('\n', '\n  ')}`),
    `written to ${out}; logs in ${session}`,
  ];
  remark(lines.join('\n'));
}
