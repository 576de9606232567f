import { unansweredBy, unansweredFor } from './reply';

describe('a status other than 200', () => {
  it.each([
    [400, false],
    [401, false],
    [403, false],
    [404, false],
    [408, false],
    [409, false],
    [413, false],
    [422, false],
    [429, false],
    [500, false],
    [501, false],
    [502, true],
    [503, true],
    [504, true],
    [505, false],
    [204, false],
    [302, false],
  ])('%p says that the gate is away: %p', (status, away) =>
    expect(unansweredBy(status, 'text', undefined)).toEqual({
      kind: 'bad_status',
      away,
      status,
      message: `${status} text`,
    }),
  );

  it.each<[string | undefined, number | undefined]>([
    ['2', 2000],
    ['0', undefined],
    ['-1', undefined],
    ['soon', undefined],
    ['', undefined],
    ['Wed, 21 Oct 2015 07:28:00 GMT', undefined],
    ['Infinity', undefined],
    [undefined, undefined],
  ])('Retry-After %p is %p ms', (header, ms) => expect(unansweredBy(429, '', header).retryAfterMs).toBe(ms));

  it('says no more than a log can bear', () =>
    expect(unansweredBy(500, 'x'.repeat(1e6), undefined).message.length).toBeLessThan(600));
});

describe('a request that broke off', () => {
  it.each<[string, string, string, boolean]>([
    ['ECONNREFUSED', 'Error', 'unreachable', true],
    ['ECONNRESET', 'Error', 'unreachable', true],
    ['EPIPE', 'Error', 'unreachable', true],
    ['ENOTFOUND', 'Error', 'unreachable', true],
    ['EAI_AGAIN', 'Error', 'unreachable', true],
    ['UND_ERR_SOCKET', 'SocketError', 'unreachable', true],
    ['UND_ERR_CONNECT_TIMEOUT', 'ConnectTimeoutError', 'unreachable', true],
    // Somebody is there, but not the one asked for: nothing passes in his name.
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'Error', 'unreachable', false],
    ['CERT_HAS_EXPIRED', 'Error', 'unreachable', false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'Error', 'unreachable', false],
    ['EPROTO', 'Error', 'unreachable', false],
    ['UND_ERR_INVALID_ARG', 'InvalidArgumentError', 'unreachable', false],
    ['UND_ERR_CLOSED', 'ClientClosedError', 'unreachable', false],
    ['UND_ERR_DESTROYED', 'ClientDestroyedError', 'unreachable', false],
    ['', 'Error', 'unreachable', false],
    ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'ResponseExceededMaxSizeError', 'bad_answer', false],
    ['HPE_INVALID_CONSTANT', 'HTTPParserError', 'bad_answer', false],
  ])('by %s (%s) is %s, the gate away: %p', (code, name, kind, away) =>
    expect(unansweredFor(Object.assign(new Error('it said'), { code, name }))).toEqual({
      kind,
      away,
      message: `${code} it said`.trim(),
    }),
  );
});
