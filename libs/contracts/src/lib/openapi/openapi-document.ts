import { schemaRef } from '../shape/fields';
import { ErrorAnswer } from '../shape/error-answer.dto';
import { schemasOf, type JsonSchema, type ShapeClass } from '../shape/shape';
import { ALL_SHAPES } from './all-shapes';
import { exampleOf } from './example-of';
import { ROUTES, type Route } from './routes';

/** An OpenAPI 3.1 document; its schemas are the very ones requests are validated with. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly securitySchemes: Readonly<Record<string, object>>;
  };
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly object[];
  readonly requestBody?: { readonly required: true; readonly content: Content };
  readonly responses: Readonly<Record<string, OperationResponse>>;
}

export interface OperationResponse {
  readonly description: string;
  readonly content?: Content;
  readonly headers?: Readonly<Record<string, object>>;
}

type Content = Readonly<Record<string, { readonly schema: object; readonly example?: unknown }>>;
type Schemas = Readonly<Record<string, JsonSchema>>;

const SECURITY: Readonly<Record<Route['auth'], Operation['security']>> = {
  none: [],
  ops: [{ opsToken: [] }],
  api: [{ apiToken: [] }],
  trading: [{}, { apiToken: [] }],
};

/** The document of every route in `ROUTES`. */
export function openApiDocument(options: {
  readonly version: string;
  readonly servers?: readonly string[];
}): OpenApiDocument {
  const schemas = schemasOf(ALL_SHAPES);
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of ROUTES) (paths[route.path] ??= {})[route.method] = operationOf(route, schemas);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Aurora',
      version: options.version,
      description:
        'The gate before every order of a trading bot. Numbers are finite; units stand in the names: _bps basis points of mid, _ms milliseconds, _pct percent of equity, _usdt quote currency. In requests an optional field that is null counts as absent.',
    },
    servers: (options.servers ?? ['/']).map((url) => ({ url })),
    paths,
    components: {
      schemas,
      securitySchemes: {
        opsToken: { type: 'apiKey', in: 'header', name: 'X-OPS-TOKEN' },
        apiToken: { type: 'apiKey', in: 'header', name: 'X-Auth-Token' },
      },
    },
  };
}

function operationOf(route: Route, schemas: Schemas): Operation {
  const { body, parameters = [] } = route;
  return {
    operationId: `${route.method}${route.path.replace(/[^a-zA-Z0-9]+(.)?/g, (_, next?: string) => (next ?? '').toUpperCase())}`,
    summary: route.summary,
    tags: [route.path.split('/')[1] || 'docs'],
    security: SECURITY[route.auth],
    ...(parameters.length === 0 ? {} : { parameters: parameters.map(parameterOf) }),
    ...(body === undefined ? {} : { requestBody: { required: true as const, content: jsonContent(body, schemas) } }),
    responses: responsesOf(route, schemas),
  };
}

function parameterOf(parameter: NonNullable<Route['parameters']>[number]): object {
  const { name, in: place, description } = parameter;
  const schema =
    'words' in parameter
      ? { type: 'string', enum: parameter.words }
      : {
          type: 'integer',
          minimum: parameter.min,
          maximum: parameter.max,
          ...(parameter.default === undefined ? {} : { default: parameter.default }),
        };
  return { name, in: place, description, required: place === 'path', schema };
}

function responsesOf(route: Route, schemas: Schemas): Operation['responses'] {
  const errors = Object.entries(errorsOf(route)).map(([status, description]) => {
    const retry = status === '429' ? { headers: { 'Retry-After': { schema: { type: 'integer', minimum: 0 } } } } : {};
    return [status, { description, content: jsonContent(ErrorAnswer, schemas), ...retry }] as const;
  });
  const also = Object.entries(route.alsoAnswers ?? {}).map(
    ([status, description]) => [status, { ...successOf(route, schemas), description }] as const,
  );
  const status = route.answer === 'redirect' ? '307' : '200';
  return Object.fromEntries([[status, successOf(route, schemas)], ...errors, ...also]);
}

function successOf({ answer }: Route, schemas: Schemas): OperationResponse {
  if (answer === 'redirect') return { description: 'To /docs.', headers: { Location: { schema: { type: 'string' } } } };
  if (typeof answer !== 'string') return { description: 'Success.', content: jsonContent(answer, schemas) };
  const schema = answer === 'application/json' ? { type: 'object' } : { type: 'string' };
  return { description: 'Success.', content: { [answer]: { schema } } };
}

function errorsOf(route: Route): Readonly<Record<number, string>> {
  const input = route.body !== undefined || route.parameters !== undefined;
  return {
    ...(route.body === undefined ? {} : { 400: 'Malformed JSON.', 413: 'The body is over the limit.' }),
    ...(route.auth === 'none' ? {} : { 401: 'Token missing.', 403: 'Token wrong.' }),
    ...(input ? { 422: 'A field has a wrong type, is not finite or is out of range.' } : {}),
    429: 'Asked too often.',
    ...route.errors,
  };
}

const jsonContent = (shape: ShapeClass, schemas: Schemas): Content => ({
  'application/json': { schema: { $ref: schemaRef(shape) }, example: exampleOf(shape.name, schemas) },
});
