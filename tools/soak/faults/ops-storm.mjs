import { setTimeout as wait } from 'node:timers/promises';

const COMMANDS = 100;
const TRIES = 50;

const COMMAND = {
  halt: (tools) => tools.ops('/ops/trading_state/halted'),
  reduce: (tools) => tools.ops('/ops/trading_state/reducing'),
  activate: (tools) => tools.ops('/ops/trading_state/active'),
  disarm: (tools) => tools.ops('/aurora/disarm'),
  arm: (tools) => tools.ops('/aurora/arm'),
  coolOff: (tools) => tools.ops('/ops/cooloff/5'),
  reset: (tools) => tools.ops('/ops/reset'),
  shrink: (tools) => tools.ops('/risk/set', { size_scale: 0.5 }),
  grow: (tools) => tools.ops('/risk/set', { size_scale: 1 }),
  // A stale book trips the kill-switch.
  kill: (tools) =>
    tools.post('/pretrade/check', { ...tools.body, market: { ...tools.body.market, dq: { stale_book: true } } }),
  rotate: async (tools) => {
    const token = `ops-${Array.from({ length: 32 }, () => tools.pick([...'abcdefghjkmnpqrstuvwxyz23456789'])).join('')}`;
    // At most one in half a minute.
    const { status } = await tools.ops('/ops/rotate_token', { new_token: token }, [200, 429]);
    if (status === 200) tools.tokens.ops = token;
  },
  wrongToken: (tools) => tools.post('/ops/reset', undefined, [403], 'X-OPS-TOKEN: not-the-right-one\r\n'),
  noToken: (tools) => tools.post('/aurora/disarm', undefined, [401]),
};

/** Operators who do everything at once and leave the gate armed, active and at full size. */
export const opsStorm = {
  name: 'ops storm',
  async run(tools) {
    const names = Object.keys(COMMAND);
    const commands = tools.count(COMMANDS, 30);
    for (let n = 0; n < commands; n++) await COMMAND[tools.pick(names)](tools);
    await calm(tools);
    return `${commands} commands of ${names.length} kinds`;
  },
};

async function calm(tools) {
  for (const name of ['arm', 'activate', 'grow', 'reset']) await COMMAND[name](tools);
  for (let n = 0; n < TRIES; n++) {
    const { text } = await tools.ops('/ops/reset');
    const state = JSON.parse(text);
    if (state.armed && !state.halted && !state.in_cooloff && state.trading_state === 'ACTIVE') return;
    await wait(100);
  }
  tools.complain('the gate was not armed again after the storm');
}
