// Other ways to write a path, and paths that are none of ours.
import { ANY } from './headers.mjs';

const PATH_CHANGES = [
  (path) => `/${path}`,
  (path) => `${path}/`,
  (path) => `/.${path}`,
  (path) => `/x/..${path}`,
  (path) => `${path}/../../etc/passwd`,
  (path) => path.toUpperCase(),
  (path) => path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  (path) => path.replace('/', '%2f'),
  (path) => path.replaceAll('/', '\\'),
  (path) => `${path}%00`,
  (path) => `${path}%`,
  (path) => `${path}%zz`,
  (path) => `${path}%c0%ae`,
  (path) => `${path}%ff%fe`,
  (path) => `${path};a=b`,
  (path) => `${path}#x`,
  (path) => `http://evil.example${path}`,
  (path) => `https://user:password@evil.example:1${path}?a=b`,
  (path) => `http://[::1${path}`,
  (path) => `http://xn--i\u00f1valid.example${path}`,
  (path) => path.slice(1),
  (path) => `${path}?${'a=b&'.repeat(1500)}`,
  (path) => `${path}?a[b][c]=1&a[__proto__][x]=1&__proto__[x]=1&n=1&n=2&minutes[]=1&n[a]=1`,
  (path) => `${path}?%E0%A4%A&=&&;=?`,
];

/** Paths that are no other way to write one of ours. */
const STRANGE_PATHS = [
  '*',
  '//',
  'evil.example:443',
  `/${'a/'.repeat(3000)}`,
  `/${'%41'.repeat(4000)}`,
  '/__proto__',
  '/constructor/prototype',
  '/docs/../docs-json',
  '/docs/..%2f..%2fpackage.json',
  '/docs/%2e%2e/%2e%2e/etc/passwd',
  '/docs/swagger-ui-init.js',
  '/docs/swagger-ui.css',
  '/docs/nothing-here.js',
  '/docs-yaml',
  '/events',
  '/orchestrator/events/tail?n=1',
  '/favicon.ico',
];

/** Another way to write a path, or a path that is none. The tokens still decide what may be done. */
export function changePath(dice, { request }) {
  if (dice.chance(0.3)) {
    request.target = dice.pick(STRANGE_PATHS);
    return { ...ANY, authorised: true };
  }
  request.target = dice.pick(PATH_CHANGES)(request.target);
  return ANY;
}
