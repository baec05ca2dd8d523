import nx from '@nx/eslint-plugin';
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

const only = (sourceTag, ...onlyDependOnLibsWithTags) => ({ sourceTag, onlyDependOnLibsWithTags });
const banned = (sourceTag, bannedExternalImports) => ({
  sourceTag,
  bannedExternalImports,
  onlyDependOnLibsWithTags: ['*'],
});

// Any logger, however it is called, and the console.
const LOGGED = [
  'CallExpression[callee.property.name=/^(trace|debug|info|warn|error|fatal)$/]',
  'CallExpression[callee.object.name="logger"]',
  'CallExpression[callee.object.property.name="logger"]',
];
// A log line takes an error whole, `{ err: error }`: its message may quote a text or a password, and the logger leaves
// such a message out.
const WORDS = [
  'MemberExpression[property.name=/^(message|stack|detail|issues)$/]',
  'CallExpression[callee.name="String"]',
  'CallExpression[callee.property.name="toString"]',
  'TemplateLiteral > Identifier[name=/^(e|err|error|cause|second)$/]',
];
const noWords = {
  selector: LOGGED.flatMap((call) => WORDS.map((words) => `${call} ${words}`)).join(', '),
  message: 'Log an error whole, { err: error }: its message may quote a text.',
};

export default [
  { ignores: ['**/dist', '**/build', '**/.svelte-kit', '**/coverage', '.taskbench', '**/node_modules'] },
  ...tseslint.configs.recommended,
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      'svelte/no-navigation-without-resolve': 'off',
      'no-undef': 'off',
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['**/*.ts', '**/*.mjs', '**/*.svelte'],
    plugins: { '@nx': nx },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allowCircularSelfDependency: true,
          allow: [],
          depConstraints: [
            only('type:contracts', 'type:contracts'),
            {
              sourceTag: 'type:contracts',
              allowedExternalImports: ['zod'],
              onlyDependOnLibsWithTags: ['type:contracts'],
            },
            only('type:pure', 'type:contracts', 'type:pure'),
            banned('type:pure', ['@nestjs/*', 'kysely', 'pg', '@nats-io/*', 'openai']),
            only('type:infra', 'type:contracts', 'type:pure', 'type:infra', 'type:testing'),
            only('type:service', 'type:contracts', 'type:pure', 'type:infra', 'type:testing'),
            banned('type:service', ['@nats-io/*']),
            only('type:host', 'type:contracts', 'type:pure', 'type:infra', 'type:service', 'type:host', 'type:testing'),
            only('type:web', 'type:contracts', 'type:pure'),
            banned('type:web', ['@nestjs/*', 'kysely', 'pg', '@nats-io/*']),
            only('type:testing', 'type:contracts', 'type:pure', 'type:infra', 'type:testing'),
          ],
        },
      ],
    },
  },
  {
    files: ['infra/*/src/**/*.ts', 'services/*/src/**/*.ts'],
    ignores: ['**/*.spec.ts', 'infra/testing/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@taskbench/testing'], message: 'Only specs may import the testing room.' }] },
      ],
    },
  },
  {
    files: ['infra/*/src/**/*.ts', 'services/*/src/**/*.ts', 'contracts/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-syntax': ['error', noWords] },
  },
  {
    files: ['services/*/src/domain/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(?!\\./|@taskbench/(contracts|kernel)$)',
              message: 'A domain imports contracts, kernel and its own folder only.',
            },
          ],
        },
      ],
    },
  },
  // A journey drives the whole product from outside; the pages themselves stay within their bounds.
  { files: ['web/e2e/**'], rules: { '@nx/enforce-module-boundaries': 'off' } },
];
