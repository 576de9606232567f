import { type Params, type Space } from '../space/space';
import { type Objective } from './objective';

const space: Space = [
  { type: 'float', name: 'min_score', low: 0, high: 1 },
  { type: 'float', name: 'reward_risk', low: 0.5, high: 8, log: true },
  { type: 'float', name: 'net_reward_bps', low: -5, high: 15, step: 0.5 },
  { type: 'float', name: 'z_threshold', low: 0, high: 3 },
  { type: 'float', name: 'eta', low: 0.05, high: 0.95, step: 0.05 },
  { type: 'int', name: 'ttl_s', low: 10, high: 3600, log: true },
  { type: 'int', name: 'lookback_s', low: 10, high: 300, step: 10 },
  { type: 'int', name: 'levels', low: 1, high: 20 },
  { type: 'categorical', name: 'route', choices: ['maker', 'taker', 'auto'] },
  { type: 'categorical', name: 'align', choices: [true, false] },
];

/** Loss of each route, and the ttl it wants, as a logarithm. */
const ROUTES: Readonly<Record<string, readonly [number, number]>> = {
  maker: [0, Math.log(600)],
  auto: [0.15, Math.log(200)],
  taker: [0.4, Math.log(60)],
};

/**
 * What tuning a bot in shadow is like: ten parameters of every kind, some of which matter little, some only together, and
 * noise as large as what a good choice of the middling ones gains. The best is 1.
 */
export const shadow: Objective = { name: 'shadow', space, value: shadowValue, noise: 0.1, trials: 200 };

function shadowValue(params: Params): number {
  const at = (name: string) => Number(params[name]);
  const [routeLoss, wantedTtl] = ROUTES[String(params['route'])]!;
  const selectivity = at('min_score') - 0.45 + 0.25 * (at('z_threshold') - 1);
  const losses = [
    6 * selectivity ** 2,
    1.5 * (at('min_score') - 0.45) ** 2,
    0.5 * Math.log(at('reward_risk') / 2) ** 2,
    0.01 * (at('net_reward_bps') - 2) ** 2,
    0.8 * (at('eta') - 0.3) ** 2,
    0.12 * (Math.log(at('ttl_s')) - wantedTtl) ** 2,
    0.000004 * (at('lookback_s') - 120) ** 2,
    0.0005 * (at('levels') - 5) ** 2,
    routeLoss,
    params['align'] === true ? 0 : 0.2,
  ];
  return losses.reduce((value, loss) => value - loss, 1);
}
