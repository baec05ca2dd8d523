export default {
  testEnvironment: 'node',
  globalSetup: './infra/testing/src/global-setup.ts',
  globalTeardown: './infra/testing/src/global-teardown.ts',
  testMatch: ['<rootDir>/{services,contracts,infra,web/e2e}/**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.taskbench'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  testTimeout: 60_000,
  // A worker keeps what every file before loaded, and coverage reads all of it after each: 0.3 s a file grow to 2 s.
  workerIdleMemoryLimit: '300MB',
  collectCoverageFrom: [
    '{services,contracts,infra}/**/src/**/*.ts',
    '!**/*.spec.ts',
    '!**/main.ts',
    '!services/all/src/relay.ts',
    '!services/cli/src/test-run.ts',
    '!infra/testing/**',
  ],
  coverageProvider: 'v8',
  coverageReporters: ['json-summary', 'text-summary'],
};
