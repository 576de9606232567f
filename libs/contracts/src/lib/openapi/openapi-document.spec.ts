import Ajv from 'ajv';
import { Shape } from '../shape/shape';
import { ALL_SHAPES } from './all-shapes';
import { exampleOf } from './example-of';
import { openApiDocument, type Operation } from './openapi-document';
import { ROUTES } from './routes';

const DOCUMENT = openApiDocument({ version: '1.2.3', servers: ['http://127.0.0.1:8000'] });
const OPERATIONS: readonly (readonly [string, Operation])[] = Object.entries(DOCUMENT.paths).flatMap(
  ([path, methods]) => Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation] as const),
);
const { schemas } = DOCUMENT.components;

/** Every JSON body the document shows, as [where, class name, example]. */
const EXAMPLES = OPERATIONS.flatMap(([where, { requestBody, responses }]) =>
  [['request', requestBody] as const, ...Object.entries(responses)].flatMap(([part, body]) => {
    const { schema, example } = body?.content?.['application/json'] ?? {};
    const ref = (schema as { $ref?: string } | undefined)?.$ref;
    return ref === undefined ? [] : [[`${where} ${part}`, ref.split('/').at(-1)!, example] as const];
  }),
);

const SHAPES = new Map(
  ALL_SHAPES.map((root) => [
    root.name,
    new Shape(
      root,
      ALL_SHAPES.filter((other) => other !== root),
    ),
  ]),
);

describe('openApiDocument', () => {
  it('has every route of the contract and nothing else', () => {
    expect(OPERATIONS.map(([where]) => where).sort()).toEqual(
      [
        'get /',
        'get /docs',
        'get /docs-json',
        'get /version',
        'get /health',
        'get /liveness',
        'get /readiness',
        'get /metrics',
        'post /pretrade/check',
        'post /posttrade/log',
        'get /ops/state',
        'post /ops/cooloff/{sec}',
        'post /ops/reset',
        'post /aurora/arm',
        'post /aurora/disarm',
        'post /ops/trading_state/{state}',
        'post /ops/rotate_token',
        'get /risk/snapshot',
        'post /risk/set',
        'get /ops/model_status',
        'get /overlay/active',
        'post /overlay/apply',
        'post /overlay/rollback',
        'get /gates/counters',
        'get /gates/sample',
        'get /orchestrator/status',
        'get /orchestrator/events/tail',
        'get /events/stream',
      ].sort(),
    );
  });

  it('carries version and servers', () => {
    expect(DOCUMENT).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Aurora', version: '1.2.3' },
      servers: [{ url: 'http://127.0.0.1:8000' }],
    });
    expect(openApiDocument({ version: '1' }).servers).toEqual([{ url: '/' }]);
  });

  it.each(EXAMPLES)('shows an example that validates: %s', (_, name, example) => {
    const shape = SHAPES.get(name)!;
    expect(shape.errors(example)).toEqual([]);
    expect(shape.unknownFields(example as object)).toEqual([]);
    expect(Object.keys(example as object).length).toBeGreaterThan(0);
  });

  it('refers only to what it has', () => {
    const refs = [...JSON.stringify(DOCUMENT).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref!);
    expect(refs.length).toBeGreaterThan(50);
    for (const ref of refs) expect(schemas[ref.replace('#/components/schemas/', '')]).toBeDefined();
  });

  it('has schemas that are JSON Schema, with a sentence for every field', () => {
    const ajv = new Ajv({ strict: false });
    for (const [name, schema] of Object.entries(schemas)) {
      expect([name, ajv.validateSchema(schema), ajv.errors]).toEqual([name, true, null]);
      for (const [field, property] of Object.entries(schema['properties'] as Record<string, { description?: string }>))
        expect(`${name}.${field}: ${property.description}`).toMatch(/: .+\.$/);
    }
  });

  it.each(OPERATIONS)('declares the parameters of %s and no others', (where, operation) => {
    const declared = (operation.parameters ?? []) as readonly { name: string; in: string; required: boolean }[];
    const inPath = [...where.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(declared.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(inPath);
    for (const parameter of declared) expect(parameter.required).toBe(parameter.in === 'path');
  });

  it('gives every operation its own id', () => {
    expect(new Set(OPERATIONS.map(([, { operationId }]) => operationId)).size).toBe(ROUTES.length);
  });

  it.each(ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))(
    'tells of %s who may call it and how it fails',
    (_, route) => {
      const operation = DOCUMENT.paths[route.path]![route.method]!;
      const statuses = Object.keys(operation.responses);
      const schemes = { none: [], ops: [{ opsToken: [] }], api: [{ apiToken: [] }], trading: [{}, { apiToken: [] }] };
      expect(operation.security).toEqual(schemes[route.auth]);
      expect(['401', '403'].every((status) => statuses.includes(status))).toBe(route.auth !== 'none');
      expect(['400', '413'].every((status) => statuses.includes(status))).toBe(route.body !== undefined);
      expect(statuses.includes('422')).toBe(route.body !== undefined || route.parameters !== undefined);
      expect(operation.responses['429']?.headers).toHaveProperty('Retry-After');
    },
  );

  it('keeps the shape of readiness in its refusals', () => {
    const { responses } = DOCUMENT.paths['/readiness']!['get']!;
    for (const status of ['200', '401', '403', '503'])
      expect(responses[status]?.content).toEqual(responses['200']?.content);
  });

  it('says of idempotency that another body conflicts', () => {
    expect(DOCUMENT.paths['/pretrade/check']!['post']!.responses).toHaveProperty('409');
  });
});

describe('exampleOf', () => {
  it('is empty for a shape that is not there', () => {
    expect(exampleOf('Nothing', {})).toEqual({});
  });
});
