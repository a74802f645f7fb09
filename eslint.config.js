import js from '@eslint/js';
import globals from 'globals';
import { importX } from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import tseslint from 'typescript-eslint';

const layers = ['schemas', 'runner', 'actions', 'cli', 'marketplace', 'test', 'modules'];
const mayImport = {
  schemas: [],
  runner: ['schemas'],
  actions: ['runner', 'schemas'],
  cli: ['actions', 'runner', 'schemas'],
  marketplace: ['schemas', 'runner'],
  modules: ['runner'],
  test: layers,
};

/** Packages that one place alone may import (STYLE §1). */
const owned = [
  { packages: ['ajv', 'ajv-formats', 'gray-matter', 'yaml'], owner: 'schemas/**' },
  { packages: ['execa'], owner: 'runner/src/command.ts' },
  { packages: ['commander', 'cli-progress', 'cli-table3'], owner: 'cli/**' },
  { packages: ['fastify', '@fastify/*', '@tensorflow/*', 'sharp'], owner: 'runner/**' },
  { packages: ['@actions/*', '@octokit/*', 'octokit'], owner: 'actions/**' },
];

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      'dist/',
      'out/',
      'test-results/',
      '.astro/',
      'actions/dist/',
      'schemas/src/generated/',
      'test/fixtures/',
      '**/*.astro',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
      'no-console': 'error',
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: layers.flatMap((target) =>
            layers
              .filter((from) => from !== target && !mayImport[target].includes(from))
              .map((from) => ({ target: `./${target}`, from: `./${from}` })),
          ),
        },
      ],
    },
  },
  ...owned.map(({ packages, owner }) => ({
    files: ['**/*.ts'],
    ignores: [owner, 'test/**', 'schemas/generate.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: owned.filter((other) => other.owner === owner).map(() => ({ group: packages })),
        },
      ],
    },
  })),
  {
    files: [
      '**/*.config.ts',
      'marketplace/src/content.config.ts',
      'marketplace/src/pages/**/*.ts',
      'modules/*/module.ts',
      'runner/templates/*/module.ts',
    ],
    rules: { 'import-x/no-default-export': 'off' },
  },
  { files: ['test/**/*.ts'], rules: { 'no-console': 'off' } },
  { files: ['**/*.{js,mjs}'], languageOptions: { globals: globals.node } },
);
