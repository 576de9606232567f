import type { OpsStateAnswer } from '@aurora/contracts';
import { Argument, type Command } from 'commander';
import { answer } from '../cli/answer';
import { command } from '../cli/command-line';
import { withConfirmation } from '../cli/confirm';
import { findGate, withGate } from '../gate/find-gate';
import { guardStateText } from '../operate/guard-state-text';
import { operate, type OperateFlags } from '../operate/operate';

const STATES = ['active', 'reducing', 'halted'] as const;
type State = (typeof STATES)[number];

const EXAMPLES = [
  'state               shows it',
  'state reducing      only what makes a position smaller passes',
  'state halted --yes  nothing passes, on a live gate without being asked',
  'state active',
];

const DANGERS: Readonly<Record<State, string | null>> = {
  active: null,
  reducing: null,
  halted: 'stop every order, exits too',
};

/** `auroractl state`: shows or sets the trading state. */
export const stateCommand = (): Command =>
  withConfirmation(withGate(command('state', 'Shows the state of the gate, or sets the trading state.', EXAMPLES)))
    .addArgument(new Argument('[state]', 'the trading state from now on').choices(STATES))
    .action((state: State | undefined, flags: OperateFlags) => (state === undefined ? show(flags) : set(state, flags)));

async function show(flags: OperateFlags): Promise<void> {
  const gate = await findGate(flags);
  answer(flags, await gate.get<OpsStateAnswer>('/ops/state', 'ops'), guardStateText);
}

const set = (state: State, flags: OperateFlags): Promise<void> =>
  operate(
    flags,
    `/ops/trading_state/${state}`,
    DANGERS[state],
    ({ trading_state: before }, { trading_state: after }) =>
      before === after ? `The trading state was ${after} already.` : `Trading state: ${before} → ${after}.`,
  );
