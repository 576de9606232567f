import { parseMode } from '@aurora/kernel';
import { type ConfigDiagnostic, type ConfigView, type CrossCheck } from '../load/view';
import { isExampleToken } from './example-token';

/** Least length of the operators' token in live mode, and of every token it is rotated to. */
export const OPS_TOKEN_MIN_LENGTH = 24;

const TOKENS = [
  { path: 'security.ops_token', env: 'OPS_TOKEN', least: OPS_TOKEN_MIN_LENGTH },
  { path: 'security.api_token', env: 'AURORA_API_TOKEN', least: 16 },
] as const;

export const isLive = (view: ConfigView): boolean => parseMode(String(view.get('mode'))) === 'live';

/** Both are in the hands of different people: a bot that asks may not disarm. */
const differentTokens: CrossCheck = {
  reads: ['mode', ...TOKENS.map(({ path }) => path)],
  check: (view) => {
    const [ops, api] = TOKENS.map(({ path }) => view.get(path));
    if (!isLive(view) || ops !== api || typeof api !== 'string') return [];
    return [{ path: 'security.api_token', message: 'must differ from security.ops_token in live mode' }];
  },
};

const eachToken: readonly CrossCheck[] = TOKENS.map(({ path, env, least }) => ({
  reads: ['mode', path],
  check: (view) => {
    if (!isLive(view)) return [];
    const token = view.get(path);
    if (typeof token !== 'string') return [{ path, message: `must be set in live mode (${env})` }];
    return [
      ...(token.length < least ? [{ path, message: `must have at least ${least} characters in live mode` }] : []),
      ...(isExampleToken(token) ? [{ path, message: 'is an example value, which live mode refuses' }] : []),
    ];
  },
}));

/** Live mode does not start without both tokens, with a short one, one that was copied from an example, or one for both. */
export const liveTokenChecks: readonly CrossCheck[] = [...eachToken, differentTokens];

/** Outside live mode an example token is only worth saying. */
export const exampleTokens = (view: ConfigView): ConfigDiagnostic[] =>
  TOKENS.flatMap(({ path, env }) => {
    const token = view.get(path);
    if (typeof token !== 'string' || !isExampleToken(token)) return [];
    return [{ code: 'example_token', message: `${path} (${env}) is an example value; live mode refuses it` }];
  });
