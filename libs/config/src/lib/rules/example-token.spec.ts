import { createHash } from 'node:crypto';
import { isExampleToken } from './example-token';

it.each([
  'changeme',
  'change-me',
  'CHANGE_ME_PLEASE_BEFORE_GOING_LIVE_9f8a7b',
  'xxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  'example',
  'example-token-d2f1a9c4e7b8',
  'secret',
  'token',
  'password1234567890',
  'your-ops-token-here-please',
  '<your-token>',
  'replace-this-with-a-real-token',
  'ops-token-at-least-24-characters-long',
  'AURORA_API_TOKEN_1234',
  'my-secret-production-api-key',
  '0000000000000000000000000',
  '1234567890123456',
  '123456789012345678901234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'abcabcabcabcabcabcabcabc',
  'a1B2c3D4a1B2c3D4a1B2c3D4',
  'aabbccddeeffgghhiijjkkll',
  '',
])('%p is an example', (token) => {
  expect(isExampleToken(token)).toBe(true);
});

it.each([
  'kV9s-2Lq7_xWm4Tz81bRnE0c',
  'prod-ops-token-7Fq2mZx9Lw4K',
  'live-ops-token-0123456789-abcdef',
  'ops-token-abcdefghijklmnopqrstuvwxyz',
  'correct-horse-battery-staple-9',
  '9f86d081884c7d659a2feaa0c55ad015',
])('%p is a token', (token) => {
  expect(isExampleToken(token)).toBe(false);
});

it('random tokens are tokens', () => {
  for (let i = 0; i < 5000; i += 1) {
    const digest = createHash('sha256').update(String(i)).digest();
    for (const token of [digest.toString('hex').slice(0, 24), digest.toString('base64url').slice(0, 24)]) {
      expect(isExampleToken(token) ? token : null).toBeNull();
    }
  }
});
