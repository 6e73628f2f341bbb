import js from '@eslint/js'
import tseslint from 'typescript-eslint'

const shortImports = {
  group: ['fp-ts/*', '!fp-ts/lib', '!fp-ts/lib/**', 'io-ts/*', '!io-ts/lib', '!io-ts/lib/**'],
  message: 'Import fp-ts/lib/<Module>.js: the short form crashes under plain node.',
}
const extensionless = {
  regex: '^(fp-ts|io-ts)/lib/[^.]+$',
  message: 'Add .js: without it the import crashes under plain node.',
}

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', 'annals-data/', '**/*.as.ts'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: ['fp-ts', 'io-ts'].map((name) => ({ name, message: `Import ${name}/lib/<Module>.js.` })),
          patterns: [shortImports, extensionless],
        },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/main/**', 'src/cli/**'],
    rules: {
      'no-restricted-globals': ['error', { name: 'process', message: 'Only the composition root reads process.*' }],
    },
  },
  { files: ['src/cli/**', 'src/main/**', 'test/**', 'scripts/**'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', module: 'writable', URL: 'readonly', fetch: 'readonly' },
    },
  },
)
