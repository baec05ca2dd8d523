import { createSecretKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfigError } from './config-error.ts';

const LEAST = 32;

/** The key that seals others, from `TASKBENCH_MASTER_KEY` or the file in `TASKBENCH_MASTER_KEY_FILE`; null where neither is set. */
export function masterKeyOf(env: Readonly<Record<string, string | undefined>>): KeyObject | null {
  const file = env['TASKBENCH_MASTER_KEY'] ? '' : env['TASKBENCH_MASTER_KEY_FILE'] || '';
  const text = (file ? contentOf(file) : (env['TASKBENCH_MASTER_KEY'] ?? '')).trim();
  if (text === '' && !file) return null;
  if (text.length >= LEAST) return createSecretKey(Buffer.from(text, 'utf8'));
  const name = file ? `The file in TASKBENCH_MASTER_KEY_FILE, ${file},` : 'TASKBENCH_MASTER_KEY';
  throw new ConfigError(`${name} must hold at least ${LEAST} characters: openssl rand -hex 32 makes them.`);
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new ConfigError(`TASKBENCH_MASTER_KEY_FILE=${file} cannot be read (${code}).`);
  }
}
