// Frames of a recording a second: only gunzipped and parsed, through libs/market to scores, and through the whole runner.
// The contestants take turns round by round, each in a process of its own on one core.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runForJson } from '../../harness/children.mjs';
import { onCore } from '../../harness/machine.mjs';
import { overRounds, ratioOverRounds } from '../../harness/statistics.mjs';
import { ROOT } from '../../run/bootstrap.mjs';
import { runRunner } from './runner.mjs';

const RECORDING = 'usdm-btc-eth-202407';

/** The recording that is measured with by default, whether or not it is there. */
export const defaultRecording = () => join(process.env.AURORA_RECORDINGS ?? join(ROOT, '../shared/data'), RECORDING);

/** `{ skipped }` in words when there is no recording. */
export async function measureMarket({ folder, plan: { rounds, passes }, pinned, say }) {
  if (!existsSync(folder)) return { skipped: `no recordings in ${folder} (--recordings DIR says where they are)` };
  const child = (name) =>
    runForJson(onCore(0, pinned, [fileURLToPath(new URL(name, import.meta.url)), folder, String(passes)]));
  const rates = { json: [], market: [], runner: [], json_warm: [], market_warm: [] };
  let frames;
  let skipped;
  for (let round = 0; round < rounds; round++) {
    say(`market, round ${round + 1} of ${rounds}`);
    const json = await child('gunzip-json.mjs');
    const market = await child('frames-to-scores.mjs');
    if (json.frames !== market.frames) throw new Error(`${json.frames} lines were parsed, but ${market.frames} frames`);
    frames = json.frames;
    take(rates, 'json', json);
    take(rates, 'market', market);
    const runner = skipped === undefined ? runRunner(folder, pinned) : {};
    skipped = runner.skipped ?? skipped;
    if (runner.per_second !== undefined) rates.runner.push(runner.per_second);
  }
  return { frames, ...results(rates), ...(skipped === undefined ? {} : { runner_skipped: skipped }) };
}

function take(rates, name, { per_second: [first, ...later] }) {
  rates[name].push(first);
  if (later.length > 0) rates[`${name}_warm`].push(overRounds(later).median);
}

function results({ json, market, runner, json_warm, market_warm }) {
  const hasRunner = runner.length === json.length;
  return {
    per_second: {
      json: overRounds(json),
      market: overRounds(market),
      ...(hasRunner && { runner: overRounds(runner) }),
      ...(json_warm.length > 0 && { json_warm: overRounds(json_warm), market_warm: overRounds(market_warm) }),
    },
    ratio_market_to_json: ratioOverRounds(market, json),
    ...(market_warm.length > 0 && { ratio_market_to_json_warm: ratioOverRounds(market_warm, json_warm) }),
    ...(hasRunner && { ratio_runner_to_json: ratioOverRounds(runner, json) }),
  };
}
