import type { Command } from 'commander';
import { httpUrl, numberFrom, positive, webSocketUrl } from '../cli/arguments';
import { command } from '../cli/command-line';
import type { ProofFlags } from '../proof/run-proof';

const EXAMPLES = [
  'proof',
  'proof --max-wait-seconds 60 --json',
  'proof --ws-url wss://fstream.binance.com --parent SOLUSDT --child SOONUSDT',
];
const NOTES = `
Starts market, gate, runner and tuner in folders of their own, waits until orders have gone the whole way from model to order, takes evidence
(TCP connections from the operating system), writes the result, and ends everything again. Exit code 0 only on PASS; what is missing is named:
api.*, runner.*, overlay.active, xai.*, sli.*, optuna.*, proof.*. With OPS_TOKEN and AURORA_API_TOKEN in the environment these are the
gate's tokens, else random ones. docs/schemas/full-e2e-proof.schema.json describes the result.`;

const symbol = (text: string): string => text.toUpperCase();

/** `auroractl proof`: the full end-to-end proof in shadow. */
export const proofCommand = (): Command =>
  command('proof', 'Proves end to end, in shadow, that market, gate, runner and tuner work together.', EXAMPLES)
    .option('--no-kill', 'leaves alone what a killed proof has left')
    .option('--force-triage', 'under relaxed gates in any case')
    .option('--explore-ratio <share>', 'how often the tuner tries something new', numberFrom(0, 1), 0.05)
    .option('--max-wait-seconds <n>', 'longest wait for events; gates are relaxed after 60 % of it', positive, 120)
    .option('--ws-url <url>', 'market data of a venue; else an exchange is simulated', webSocketUrl)
    .option('--rest-url <url>', 'REST of the venue; the host of --ws-url when not given', httpUrl)
    .option('--parent <symbol>', 'symbol that must move first', symbol, 'SOLUSDT')
    .option('--child <symbol>', 'symbol behind the parent gate', symbol, 'SOONUSDT')
    .option('--dir <dir>', 'folder of its sessions; logs/proof when not given')
    .option('--out <file>', 'the result', 'artifacts/full_e2e_proof.json')
    .addHelpText('after', NOTES)
    .action(async (flags: ProofFlags) => (await import('../proof/run-proof.js')).runProof(flags));
