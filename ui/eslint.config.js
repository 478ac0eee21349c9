import js from '@eslint/js'
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import imports from 'eslint-plugin-import-x'
import a11y from 'eslint-plugin-jsx-a11y'
import hooks from 'eslint-plugin-react-hooks'
import globals from 'globals'
import ts from 'typescript-eslint'

/** Lowest first: a folder may import from itself and from the folders before it. */
const LAYERS = [
  'i18n',
  'shared',
  'api',
  'schema',
  'fields',
  'process',
  'inbox',
  'rules',
  'records',
  'calendar',
  'studio',
  'app',
]

const zones = LAYERS.slice(0, -1).map((layer, position) => ({
  target: `./src/${layer}`,
  from: LAYERS.slice(position + 1).map((above) => `./src/${above}`),
  message: `${layer} must not know the layers above it (${LAYERS.join(' < ')}).`,
}))

/** What is dragged says its name to screen readers, in the language of the screen. */
const DRAGGING = [
  { name: '@dnd-kit/core', importNames: ['DndContext', 'useDraggable', 'useDroppable'] },
  { name: '@dnd-kit/sortable', importNames: ['useSortable'] },
].map((path) => ({ ...path, message: 'Use shared/drag.' }))

export default ts.config(
  { ignores: ['dist', 'coverage'] },
  js.configs.recommended,
  ts.configs.recommendedTypeChecked,
  hooks.configs.flat['recommended-latest'],
  a11y.flatConfigs.recommended,
  {
    languageOptions: {
      globals: globals.browser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { 'import-x': imports },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      'react-hooks/incompatible-library': 'off',
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
      'import-x/no-restricted-paths': ['error', { zones }],
      'jsx-a11y/no-autofocus': 'off',
      'max-lines': ['error', 250],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/shared/drag/**'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { paths: DRAGGING }] },
  },
  {
    files: ['*.config.{ts,js}'],
    rules: { 'import-x/no-default-export': 'off' },
  },
  { files: ['**/*.js'], extends: [ts.configs.disableTypeChecked] },
)
