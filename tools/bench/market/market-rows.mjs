// What was measured of market data, as rows.
import { plainRow, row, rowAtLeast } from '../rows.mjs';

const GOAL_PER_SECOND = 100_000;
const GOAL_RATIO = 0.35;

export function marketTables(market) {
  if (market.skipped !== undefined) return {};
  const { frames, per_second, runner_skipped } = market;
  const title = `Recording to decisions, one core, ${frames.toLocaleString('en')} frames, frames a second`;
  return {
    [title]: [
      row('gunzip and JSON.parse, nothing else', per_second.json),
      row('libs/market: books, features, scores', per_second.market),
      ...(per_second.runner
        ? [rowAtLeast('the runner: all that and decisions, orders, log', per_second.runner, '', GOAL_PER_SECOND)]
        : [plainRow('the runner', `not measured: ${runner_skipped}`)]),
      row('libs/market against gunzip and JSON.parse', market.ratio_market_to_json, ' ×'),
      ...(market.ratio_runner_to_json
        ? [rowAtLeast('the runner against gunzip and JSON.parse', market.ratio_runner_to_json, ' ×', GOAL_RATIO)]
        : []),
      ...(per_second.json_warm
        ? [
            row('a second time in the same process: gunzip and JSON.parse', per_second.json_warm),
            row('a second time in the same process: libs/market', per_second.market_warm),
            row('a second time: libs/market against the other', market.ratio_market_to_json_warm, ' ×'),
          ]
        : []),
    ],
  };
}
