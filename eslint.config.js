import antfu from '@antfu/eslint-config'

const RUNTIMES = {
  group: ['node:*', 'vue', 'pinia', 'hono', 'hono/*', '@supabase/*', '**/dashboard-app/**', '**/supabase/**', '**/local/**'],
  message: 'Rules know no runtime: it arrives as an argument.',
}

export default antfu(
  {
    vue: true,
    typescript: true,
    ignores: ['**/database.types.ts', '**/*.generated.ts', 'dist', 'data', '**/*.md'],
  },
  {
    rules: {
      'antfu/if-newline': 'off', // one-line guards are the house idiom
      'ts/no-redeclare': 'off', // a zod schema and its type share one name
      'style/operator-linebreak': ['error', 'before', { overrides: { '=': 'after' } }],
      'style/max-statements-per-line': 'off',
      'style/max-len': ['error', { code: 140, ignoreUrls: true, ignorePattern: '\\{ .*: .*; \\}$', ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true }],
      'node/prefer-global/process': 'off', // functions run in Deno as well, where it is not a module
      'node/prefer-global/buffer': 'off',
      'ts/no-explicit-any': 'error',
      'no-console': ['error', { allow: ['warn', 'error'] }],
    },
  },
  {
    files: ['{scripts,bench}/**/*.mjs', 'local/*.{ts,mjs}'],
    rules: { 'antfu/no-top-level-await': 'off' }, // programs, not modules
  },
  {
    files: ['shared/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', 'Deno', 'process', 'window', 'document', 'fetch', 'localStorage'],
      'no-restricted-imports': ['error', { patterns: [RUNTIMES] }],
      'no-restricted-properties': ['error', { object: 'Date', property: 'now' }, { object: 'Math', property: 'random' }],
    },
  },
  {
    files: ['shared/contracts/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [RUNTIMES, { regex: '^\\.\\./(?!contracts)', message: 'Contracts depend on nothing but zod.' }] }],
    },
  },
  {
    files: ['dashboard-app/src/features/*/**'],
    rules: {
      'no-restricted-imports': ['error', {
        patterns: [{ group: ['@/features/*/*', '**/features/**'], message: 'Features meet in App.vue, never inside each other.' }],
      }],
    },
  },
)
