// The parts of wisescalp-runner that turn market data into questions to the gate, as they are built: what the soak asks
// is what the bot would ask.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from '../../run/bootstrap.mjs';

const require = createRequire(join(ROOT, 'apps/wisescalp-runner/dist/main.js'));
require('reflect-metadata');

export const { MarketState } = require('./market/market-state.service.js');
export const { SignalService } = require('./signal/signal.service.js');
export const { pretradeRequest } = require('./policy/pretrade-request.js');
export const { marketSlipBps } = require('./orders/wanted-order.js');
export const { TradingRules } = require('./rules/trading-rules.js');
export const { CurrentModel } = require('./learning/current-model.js');
