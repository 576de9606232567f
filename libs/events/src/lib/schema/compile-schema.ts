import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';

/** A check of one value against a JSON Schema; answers the problems found, none when the value is valid. */
export type SchemaCheck = (value: unknown) => string[];

/** Compiles a JSON Schema on first use. Every problem names the path of what is wrong. */
export function compileSchema(schema: object): SchemaCheck {
  let validate: ValidateFunction | undefined;
  return (value) => {
    validate ??= new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);
    return validate(value) ? [] : (validate.errors ?? []).map(sentence);
  };
}

function sentence({ instancePath, keyword, message, params }: ErrorObject): string {
  const path = instancePath === '' ? '' : `${instancePath.slice(1).replaceAll('/', '.')} `;
  const name = keyword === 'additionalProperties' ? `: ${String(params['additionalProperty'])}` : '';
  return `${path}${message ?? keyword}${name}`;
}
