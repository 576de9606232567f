import * as jsoncParser from 'jsonc-eslint-parser';
import nx from '@nx/eslint-plugin';

const ADAPTERS = ['**/*.node.ts', '**/src/node.ts', '**/node/**/*.ts'];
const TESTS = ['**/*.spec.ts', '**/*.fixture.ts'];

const IMPURE_MODULES = [
  'fs',
  'fs/promises',
  'net',
  'http',
  'https',
  'http2',
  'dgram',
  'tls',
  'dns',
  'child_process',
  'worker_threads',
  'cluster',
  'os',
  'process',
  'timers',
  'timers/promises',
  'perf_hooks',
].flatMap((name) => [name, `node:${name}`]);

/** Which scopes each scope may import: the floor plan of docs/architecture.md, made true. */
export const SCOPES = {
  kernel: [],
  calibration: ['kernel'],
  risk: ['kernel'],
  gates: ['kernel', 'calibration', 'risk'],
  events: ['kernel'],
  contracts: ['kernel', 'events'],
  tuning: ['kernel'],
  config: ['kernel', 'calibration', 'risk', 'gates', 'events', 'market', 'execution', 'tuning'],
  engine: ['kernel', 'calibration', 'risk', 'gates', 'events', 'contracts', 'config'],
  market: ['kernel', 'calibration'],
  execution: ['kernel', 'risk', 'market'],
  'gate-client': ['kernel', 'contracts'],
  'sim-exchange': ['kernel', 'market'],
  nest: [
    'kernel',
    'calibration',
    'risk',
    'gates',
    'events',
    'contracts',
    'config',
    'engine',
    'market',
    'execution',
    'tuning',
  ],
  'aurora-api': ['kernel', 'calibration', 'risk', 'gates', 'events', 'contracts', 'config', 'engine', 'nest'],
  'wisescalp-runner': [
    'kernel',
    'calibration',
    'risk',
    'gates',
    'events',
    'contracts',
    'config',
    'engine',
    'market',
    'execution',
    'gate-client',
    'sim-exchange',
    'nest',
  ],
  auroractl: [
    'kernel',
    'calibration',
    'risk',
    'gates',
    'events',
    'contracts',
    'config',
    'engine',
    'market',
    'execution',
    'gate-client',
    'sim-exchange',
    'tuning',
    'nest',
  ],
};

export const boundaries = {
  files: ['**/*.ts'],
  plugins: { '@nx': nx },
  rules: {
    '@nx/enforce-module-boundaries': [
      'error',
      {
        enforceBuildableLibDependency: true,
        allow: [],
        // The command line loads a module when its command is asked for; within it libraries are imported as anywhere.
        checkDynamicDependenciesExceptions: ['.*'],
        depConstraints: [
          { sourceTag: 'type:lib', onlyDependOnLibsWithTags: ['type:lib'] },
          { sourceTag: 'type:nest', onlyDependOnLibsWithTags: ['type:lib', 'type:nest'] },
          { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:lib', 'type:nest'] },
          ...Object.entries(SCOPES).map(([scope, allowed]) => ({
            sourceTag: `scope:${scope}`,
            onlyDependOnLibsWithTags: allowed.map((name) => `scope:${name}`),
          })),
        ],
      },
    ],
  },
};

/** Libraries hold pure logic: no clock, randomness, environment, file or socket outside adapter files that say so in their name. */
export const pureLibrary = [
  {
    files: ['**/src/**/*.ts'],
    ignores: [...ADAPTERS, ...TESTS],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            ...IMPURE_MODULES.map((name) => ({
              name,
              message: 'Pure library code takes this from outside; adapters live in *.node.ts files.',
            })),
            // Hashing is pure; chance is not.
            ...['crypto', 'node:crypto'].map((name) => ({
              name,
              allowImportNames: ['createHash', 'createHmac', 'timingSafeEqual'],
              message: 'Randomness is passed in.',
            })),
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        ...[
          'process',
          'globalThis',
          'global',
          'crypto',
          'setTimeout',
          'setInterval',
          'setImmediate',
          'queueMicrotask',
          'performance',
          'fetch',
          'console',
        ].map((name) => ({ name, message: 'Pure library code takes this from outside.' })),
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'Time is passed in.',
        },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time is passed in.' },
        { selector: "CallExpression[callee.name='Date']", message: 'Time is passed in.' },
        {
          selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          message: 'Randomness is passed in.',
        },
        { selector: 'ExportAllDeclaration', message: 'Name what is exported.' },
      ],
    },
  },
];

/** A published package declares exactly what it imports. */
export const publishable = [
  {
    files: ['**/package.json'],
    plugins: { '@nx': nx },
    languageOptions: { parser: jsoncParser },
    rules: {
      '@nx/dependency-checks': [
        'error',
        {
          ignoredFiles: [
            '{projectRoot}/eslint.config.mjs',
            '{projectRoot}/jest.config.cjs',
            '{projectRoot}/**/*.spec.ts',
            '{projectRoot}/**/*.fixture.ts',
          ],
        },
      ],
    },
  },
];
