// The routes, as the service itself describes them: what they take, what they answer, and who may ask.
import { Ajv } from 'ajv';

const SCHEME_HEADERS = { opsToken: 'ops', apiToken: 'api' };

/**
 * Reads an OpenAPI document.
 * @returns `{ operations, errorProblems }`; an operation is `{ id, method, path, wants, parameters, schema, accepts,
 *   success, statuses, fields, problems(status, value) }`, where `wants` is `null`, `'ops'` or `'api'`.
 */
export function operationsOf(document) {
  const ajv = new Ajv({ strict: false, allErrors: false });
  ajv.addSchema({ components: document.components }, 'api');
  const compile = (schema) =>
    ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components')));
  const problemsOf = (validate) => (value) =>
    validate(value) ? null : `${validate.errors[0].instancePath || 'the body'} ${validate.errors[0].message}`;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const schema = operation.requestBody?.content['application/json'].schema ?? null;
      const shapes = Object.entries(operation.responses).map(([status, { content = {} }]) => {
        const [[type, media] = [null, null]] = Object.entries(content);
        return [Number(status), { type, problems: media === null ? () => null : problemsOf(compile(media.schema)) }];
      });
      return {
        id: `${method} ${path}`,
        method: method.toUpperCase(),
        path,
        wants: SCHEME_HEADERS[Object.keys(operation.security.at(-1) ?? {})[0]] ?? null,
        parameters: operation.parameters ?? [],
        schema: schema === null ? null : { ...schema, components: document.components },
        accepts: schema === null ? () => true : compile(schema),
        fields: schema === null ? [] : fieldsOf(schema, document),
        success: shapes.map(([status]) => status).find((status) => status < 400),
        answers: new Map(shapes),
      };
    }),
  );
  const errorProblems = problemsOf(compile({ $ref: '#/components/schemas/ErrorAnswer' }));
  return { operations, errorProblems };
}

/** Dotted names of all fields of a schema. */
function fieldsOf(schema, document, prefix = '') {
  const shape = referred(schema, document);
  return Object.entries(shape?.properties ?? {}).flatMap(([name, inner]) => [
    prefix + name,
    ...fieldsOf(inner, document, `${prefix}${name}.`),
  ]);
}

/** The schema itself, or the one it refers to, alone or beside null. */
export function referred(schema, document) {
  const ref = schema.$ref ?? schema.anyOf?.find((choice) => choice.$ref !== undefined)?.$ref;
  return ref === undefined ? schema : document.components.schemas[ref.split('/').at(-1)];
}
