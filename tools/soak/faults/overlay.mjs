const ROUNDS = 10;

/** Overlays over overlays and back: afterwards the configuration must be the one of before. */
export const overlay = {
  name: 'overlay and rollback',
  async run(tools) {
    const before = await active(tools);
    const rounds = tools.count(ROUNDS, 2);
    for (let n = 0; n < rounds; n++) {
      const first = await tools.api('/overlay/apply', {
        overlay: { guards: { spread_bps_limit: 20 + Math.floor(tools.random() * 60) } },
        author: 'soak',
      });
      await tools.api('/overlay/apply', { overlay: { pretrade: { evaluate: 'all' } }, reason: 'see every guard' });
      await tools.api('/overlay/apply', { overlay: { guards: { spread_limit: 1 } } }, [422]);
      await tools.api('/overlay/rollback');
      const back = await active(tools);
      if (back.config_hash !== JSON.parse(first.text).config_hash) tools.complain('rollback to another overlay');
      await tools.api('/overlay/rollback');
    }
    await tools.api('/overlay/rollback', undefined, [409]);
    const after = await active(tools);
    if (after.config_hash !== before.config_hash) tools.complain('the configuration is not the one of before');
    return `${rounds} times two overlays and back`;
  },
};

async function active(tools) {
  const { text } = await tools.get('/overlay/active', [200], `X-Auth-Token: ${tools.tokens.api}\r\n`);
  return JSON.parse(text);
}
