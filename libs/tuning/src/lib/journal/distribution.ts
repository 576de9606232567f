import { BadRecord } from './journal-record';

/** What a parameter could be, in Optuna's words. */
export type Distribution =
  | {
      readonly name: 'FloatDistribution';
      readonly attributes: {
        readonly step: number | null;
        readonly low: number;
        readonly high: number;
        readonly log: boolean;
      };
    }
  | {
      readonly name: 'IntDistribution';
      readonly attributes: {
        readonly log: boolean;
        readonly step: number;
        readonly low: number;
        readonly high: number;
      };
    }
  | {
      readonly name: 'CategoricalDistribution';
      readonly attributes: { readonly choices: readonly Choice[] };
    };

/** A choice of a categorical parameter. */
export type Choice = string | number | boolean | null;

/** The value a user sees: of a category the choice, whose internal value is its place. @throws BadRecord for a distribution or place that is none. */
export function externalValue(distribution: string, internal: number): Choice {
  const { name, attributes } = parsed(distribution);
  if (name === 'FloatDistribution') return internal;
  if (name === 'IntDistribution') return Math.trunc(internal);
  const choice = name === 'CategoricalDistribution' ? attributes.choices?.[internal] : undefined;
  if (choice === undefined) throw new BadRecord(`no value ${internal} in ${distribution}`);
  return choice;
}

function parsed(text: string): Distribution {
  try {
    return JSON.parse(text) as Distribution;
  } catch (error) {
    throw new BadRecord(`distribution ${text}: ${(error as Error).message}`);
  }
}
