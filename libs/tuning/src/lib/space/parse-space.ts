import { Decimal } from '@aurora/kernel';
import { type Dimension, type ParamValue, type Space } from './space';

/** A search space that is none: `problems` says everything that is wrong with it, each with its place. */
export class SpaceError extends Error {
  override readonly name = 'SpaceError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  float: ['name', 'type', 'low', 'high', 'log', 'step'],
  int: ['name', 'type', 'low', 'high', 'log', 'step'],
  categorical: ['name', 'type', 'choices'],
};

/**
 * Makes a space of what was read from a file. Bounds are finite with `low` ≤ `high`, integers for integers; a step is above 0,
 * divides the interval and goes with no logarithm; a logarithm wants `low` > 0; choices are at least one, finite, each once;
 * names are not empty and each once. Throws `SpaceError` with every problem at once.
 */
export function parseSpace(input: unknown): Space {
  if (!Array.isArray(input) || input.length === 0)
    throw new SpaceError(['a space is a list of at least one dimension']);
  const names = new Map<unknown, number>();
  const problems = input.flatMap((dimension: unknown, i) => {
    const found = problemsOf(dimension).map((problem) => `${placeOf(dimension, i)}: ${problem}`);
    if (!isObject(dimension) || typeof dimension['name'] !== 'string') return found;
    const first = names.get(dimension['name']);
    names.set(dimension['name'], first ?? i);
    return first === undefined ? found : [...found, `${placeOf(dimension, i)}: is dimension ${first} already`];
  });
  if (problems.length > 0) throw new SpaceError(problems);
  return input as Space;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const placeOf = (dimension: unknown, i: number): string =>
  isObject(dimension) && typeof dimension['name'] === 'string' && dimension['name'] !== ''
    ? dimension['name']
    : `dimension ${i}`;

function problemsOf(dimension: unknown): string[] {
  if (!isObject(dimension)) return ['must be an object'];
  const { name, type } = dimension;
  const fields = typeof type === 'string' && Object.hasOwn(FIELDS, type) ? FIELDS[type] : undefined;
  if (!fields) return [`type must be float, int or categorical, is ${shown(type)}`];
  const unknown = Object.keys(dimension).filter((field) => !fields.includes(field));
  return [
    ...(typeof name === 'string' && name !== '' ? [] : ['name must be a text that is not empty']),
    ...unknown.map((field) => `${field} is no field of the type ${String(type)}`),
    ...(type === 'categorical' ? choiceProblems(dimension['choices']) : intervalProblems(dimension)),
  ];
}

function intervalProblems(dimension: Readonly<Record<string, unknown>>): string[] {
  const { type, low, high, log, step } = dimension;
  const isNumber = type === 'int' ? Number.isSafeInteger : Number.isFinite;
  const wanted = type === 'int' ? 'an integer' : 'a finite number';
  const wrong = [
    ...['low', 'high'].filter((bound) => !isNumber(dimension[bound])).map((bound) => `${bound} must be ${wanted}`),
    ...(log === undefined || typeof log === 'boolean' ? [] : ['log must be true or false']),
    ...(step === undefined || (isNumber(step) && (step as number) > 0) ? [] : [`step must be ${wanted} above 0`]),
  ];
  if (wrong.length > 0) return wrong;
  const [from, to] = [low as number, high as number];
  return [
    ...(from <= to ? [] : [`low ${from} is above high ${to}`]),
    ...(Number.isFinite(to - from) ? [] : ['high − low must be finite']),
    ...(log === true && from <= 0 ? [`log wants low above 0, is ${from}`] : []),
    ...(log === true && step !== undefined ? ['log and step do not go together'] : []),
    ...(from <= to && typeof step === 'number' && !divides(from, to, step)
      ? [`step ${step} does not lead from low ${from} to high ${to}`]
      : []),
  ];
}

/** In decimals, where 0.3 is three times 0.1. */
const divides = (low: number, high: number, step: number): boolean =>
  new Decimal(high).minus(low).modulo(step).isZero();

function choiceProblems(choices: unknown): string[] {
  if (!Array.isArray(choices) || choices.length === 0) return ['choices must be a list of at least one value'];
  const isValue = (value: unknown): value is ParamValue =>
    typeof value === 'number' ? Number.isFinite(value) : typeof value === 'string' || typeof value === 'boolean';
  const wrong = choices.filter((choice) => !isValue(choice));
  if (wrong.length > 0) return wrong.map((choice) => `choice ${shown(choice)} is no finite number, text or switch`);
  return new Set<unknown>(choices).size === choices.length ? [] : ['choices must differ'];
}

const shown = (value: unknown): string =>
  typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'undefined');

/** The distance of the values of a dimension, `null` for one that has them all. */
export const stepOf = (dimension: Exclude<Dimension, { type: 'categorical' }>): number | null =>
  dimension.step ?? (dimension.type === 'int' ? 1 : null);
