const nxPreset = require('@nx/jest/preset').default;

module.exports = {
  ...nxPreset,
  testEnvironment: 'node',
  testMatch: ['**/src/**/*.spec.ts'],
  // A loaded machine is slow, not wrong.
  testTimeout: 60_000,
  transform: {
    '^.+\\.[cm]?[tj]s$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  // Sources of the workspace's own libraries are tested as written, without a build in between.
  testEnvironmentOptions: { customExportConditions: ['@aurora/source', 'node', 'require', 'default'] },
};
