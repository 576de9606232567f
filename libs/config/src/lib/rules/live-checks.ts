import { type ConfigDiagnostic, type ConfigView, type CrossCheck } from '../load/view';
import { isLive, liveTokenChecks } from './token-checks';

/** 127.0.0.0/8 and ::1; what is larger holds other addresses. */
function isLoopback(entry: string): boolean {
  const [address = '', prefix] = entry.split('/');
  if (address.startsWith('127.')) return Number(prefix ?? 32) >= 8;
  return address === '::1' && Number(prefix ?? 128) === 128;
}
const isEveryone = (entry: string): boolean => entry.endsWith('/0');

const listAt = (view: ConfigView, path: string): readonly string[] => view.get(path) as readonly string[];

/** Callers supply the numbers the guards judge by; without a token two forged requests stop a desk. */
const tradingToken: CrossCheck = {
  reads: ['mode', 'security.require_token_for_trading', 'security.ip_allowlist'],
  check: (view) =>
    isLive(view) &&
    view.get('security.require_token_for_trading') === false &&
    !listAt(view, 'security.ip_allowlist').every(isLoopback)
      ? [
          {
            path: 'security.require_token_for_trading',
            message: 'may be off in live mode only while security.ip_allowlist holds nothing but loopback addresses',
          },
        ]
      : [],
};

/** Whoever is a trusted proxy says where a request comes from. */
const trustedProxies: CrossCheck = {
  reads: ['mode', 'security.trusted_proxies'],
  check: (view) =>
    isLive(view) && listAt(view, 'security.trusted_proxies').some(isEveryone)
      ? [
          {
            path: 'security.trusted_proxies',
            message: 'must not hold every address in live mode: any client could say that it is another',
          },
        ]
      : [],
};

/** What a live gate does not start with. They ask about a service, so a log is judged again without them. */
export const liveChecks: readonly CrossCheck[] = [...liveTokenChecks, tradingToken, trustedProxies];

interface Risk {
  readonly path: string;
  readonly isRisky: (value: unknown) => boolean;
  readonly message: string;
}

const RISKS: readonly Risk[] = [
  {
    path: 'logging.durability',
    isRisky: (value) => value === 'async',
    message: 'is async: an order may be allowed before the decision is on record',
  },
  {
    path: 'pretrade.missing_input',
    isRisky: (value) => value === 'lenient',
    message: 'is lenient: a number that is not said reads as 0',
  },
  {
    path: 'guards.trap_guard_enabled',
    isRisky: (value) => value === false,
    message: 'is off: the TRAP guard lets everything pass',
  },
  { path: 'sprt.enabled', isRisky: (value) => value === false, message: 'is off: SPRT lets everything pass' },
  {
    path: 'api.host',
    isRisky: (value) => value !== 'localhost' && !isLoopback(String(value)),
    message: 'is reached from other machines, and the service speaks no TLS: put a proxy that does before it',
  },
  {
    path: 'security.ip_allowlist',
    isRisky: (value) => (value as readonly string[]).some(isEveryone),
    message: 'admits every address',
  },
  { path: 'security.cors_origin', isRisky: (value) => value === '*', message: 'lets every web page call' },
  { path: 'security.rps_general', isRisky: (value) => value === 0, message: 'is 0: tokens may be guessed at any rate' },
  {
    path: 'security.rps_mutating',
    isRisky: (value) => value === 0,
    message: 'is 0: tokens may be guessed at any rate',
  },
];

/** What a live gate starts with, but not in silence. */
export const liveRemarks = (view: ConfigView): ConfigDiagnostic[] =>
  RISKS.filter(({ path, isRisky }) => isRisky(view.get(path))).map(({ path, message }) => ({
    code: 'risky_in_live',
    message: `${path} ${message}`,
  }));
