// The stack, rebuilt and restarted as you edit: rolldown watches the services, vite the pages.
import { spawn } from 'node:child_process';

const run = (command, args, env = {}) => {
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  child.on('exit', (code) => code && process.exit(code));
  return child;
};

const api = process.env.TASKBENCH_API_PORT ?? '8000';
const children = [
  run('rolldown', ['-c', '--watch']),
  run('node', ['dist/cli/main.mjs', 'up'], { TASKBENCH_WATCH: '1', TASKBENCH_ROOT: process.cwd() }),
  run('npm', ['run', 'dev', '-w', 'web'], { API_URL: `http://127.0.0.1:${api}` }),
];
const stop = () => children.forEach((child) => child.kill('SIGTERM'));
process.on('SIGINT', stop).on('SIGTERM', stop);
