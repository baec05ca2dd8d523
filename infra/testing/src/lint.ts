import { spawnSync } from 'node:child_process';

/** What the linter says of code as if it lay in a file. */
export const lint = (file: string, code: string): string =>
  spawnSync(process.execPath, ['node_modules/eslint/bin/eslint.js', '--stdin', '--stdin-filename', file], {
    input: code,
    encoding: 'utf8',
  }).stdout;
