import { defineConfig } from 'rolldown';

const service = (name) => [name, `services/${name}/src/main.ts`];

/**
 * Every process of ours as one file with shared chunks; packages from npm stay outside, but for yaml, whose CommonJS names
 * Node cannot see, and ipaddr.js, which the root has in an older version.
 */
export default defineConfig({
  input: {
    ...Object.fromEntries(['tasks', 'checks', 'execution', 'scoring', 'billing', 'all', 'cli'].map(service)),
    relay: 'services/all/src/relay.ts',
    migrate: 'services/all/src/migrate.ts',
    statistician: 'services/scoring/src/results/thread.ts',
    simulator: 'infra/simulator/src/main.ts',
    sandbox: 'infra/sandbox/src/main.ts',
    bench: 'services/all/bench/main.ts',
    'bare-loop': 'services/all/bench/bare-loop.ts',
    faults: 'services/all/faults/main.ts',
  },
  platform: 'node',
  external: (id) => !/^(\.|\/|\0|@taskbench\/|@oxc-project\/runtime|yaml$|ipaddr\.js$)/.test(id),
  tsconfig: './tsconfig.base.json',
  output: {
    dir: 'dist',
    format: 'esm',
    sourcemap: true,
    cleanDir: true,
    entryFileNames: '[name]/main.mjs',
    chunkFileNames: 'chunks/[name]-[hash].mjs',
  },
});
