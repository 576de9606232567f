import { isIP } from 'node:net';
import fc from 'fast-check';
import { isIpOrCidr } from './ip-or-cidr';

it.each([
  '0.0.0.0/0',
  '10.0.0.0/8',
  '127.0.0.1/32',
  '::/0',
  '::1/128',
  'fd00::/8',
  '1:2:3:4:5:6:7:8',
  '::ffff:1.2.3.4',
])('%s is one', (text) => {
  expect(isIpOrCidr(text)).toBe(true);
});

it.each([
  '',
  '/',
  '10.0.0.0/33',
  '::1/129',
  '10.0.0.0/',
  '10.0.0.0/-1',
  '10.0.0.0/08',
  '10.0.0.0/8/8',
  '10.0.0',
  '256.0.0.1',
  '01.2.3.4',
  '1::2::3',
  ':1',
  '1:2:3:4:5:6:7:8:9',
  '1:2:3:4:5:6:7',
  '[::1]',
  'fe80::1%eth0',
  '::1.2.3.256',
  'localhost',
  '*',
])('%p is none', (text) => {
  expect(isIpOrCidr(text)).toBe(false);
});

it('agrees with the platform on every address', () => {
  const near = fc.stringMatching(/^[0-9a-f:.]{0,24}$/);
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), near), (text) => {
      expect(isIpOrCidr(text)).toBe(isIP(text) !== 0);
    }),
    { numRuns: 2000 },
  );
});
