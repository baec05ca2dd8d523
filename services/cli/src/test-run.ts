// Run as it stands by Node itself, so that it needs no build: types are stripped, nothing of ours is imported.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** How a suite ended: counted in one line at the end. */
interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const root = process.env['TASKBENCH_ROOT'] ?? process.cwd();
const LEAST_COVERAGE = 80;
const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const env: NodeJS.ProcessEnv = {
  ...process.env,
  NX_NO_CLOUD: 'true',
  NX_DAEMON: 'false',
  PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH']}`,
};

/** Runs a command where it can be seen; true when it ended well. */
function runs(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

function suite(title: string, check: () => Outcome): Outcome {
  const began = Date.now();
  process.stdout.write(`\n── ${title}\n`);
  const outcome = check();
  process.stdout.write(
    `── ${title}: ${outcome.failed === 0 ? 'ok' : 'FAILED'}, ${((Date.now() - began) / 1000).toFixed(1)} s\n`,
  );
  return outcome;
}

const one = (good: boolean): Outcome => ({ passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 });

/** The machine's Chromium, else the system's package, else Playwright's. */
function findBrowser(): string | null {
  const onPath = (name: string) =>
    spawnSync('sh', ['-c', `command -v ${name}`], { env, encoding: 'utf8' }).stdout.trim();
  const found = () => browsers.map(onPath).find(Boolean);
  const known = process.env['TASKBENCH_CHROMIUM'] ?? found();
  if (known) return known;
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    process.stdout.write("Installing Chromium from the system's packages …\n");
    const install = 'apt-get install -y -qq chromium || (apt-get update -qq && apt-get install -y -qq chromium)';
    spawnSync('sh', ['-c', `DEBIAN_FRONTEND=noninteractive sh -c '${install}' >/dev/null 2>&1`], { env });
    const installed = found();
    if (installed) return installed;
  }
  runs('node', ['node_modules/playwright-core/cli.js', 'install', 'chromium']);
  try {
    const path = execFileSync('node', ['-p', "require('playwright-core').chromium.executablePath()"], {
      cwd: root,
      env,
      encoding: 'utf8',
    }).trim();
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

function jest(): Outcome {
  const reports = join(root, 'coverage');
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const report = join(reports, 'jest.json');
  const chromium = findBrowser();
  if (!chromium) process.stdout.write('No Chromium could be had: the browser tests will fail.\n');
  else env['TASKBENCH_CHROMIUM'] = chromium;
  const arguments_ = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
  ];
  const ended = runs('node', [...arguments_, '--maxWorkers=2', '--coverage', '--json', `--outputFile=${report}`]);
  if (!existsSync(report)) return one(false);
  const counted = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
  const failed = (counted['numFailedTests'] ?? 0) + (counted['numRuntimeErrorTestSuites'] ?? 0);
  return {
    passed: counted['numPassedTests'] ?? 0,
    failed: failed === 0 && !ended ? 1 : failed,
    skipped: (counted['numPendingTests'] ?? 0) + (counted['numTodoTests'] ?? 0),
  };
}

function coverage(): Outcome {
  const summary = join(root, 'coverage/coverage-summary.json');
  if (!existsSync(summary)) return one(false);
  const { total } = JSON.parse(readFileSync(summary, 'utf8')) as { total: { lines: { pct: number } } };
  process.stdout.write(`${total.lines.pct} % of lines, at least ${LEAST_COVERAGE} % wanted\n`);
  return one(total.lines.pct >= LEAST_COVERAGE);
}

const outcomes = [
  suite('Lint', () => one(runs('npm', ['run', '--silent', 'lint']))),
  suite('Format', () => one(runs('npm', ['run', '--silent', 'format:check']))),
  suite('Types', () => one(runs('npm', ['run', '--silent', 'typecheck']))),
  suite('Web types', () => one(runs('npm', ['run', '--silent', 'check', '-w', 'web']))),
  suite('Specs', jest),
  suite('Coverage', coverage),
  // Kills, cuts and wipes each part once, in the middle of evaluations of 1,000 calls; then what the launcher keeps.
  suite('Faults', () =>
    one(runs('npm', ['run', '--silent', 'test:faults', '--', '--kills', '11', '--stops', '3', '--within', '30'])),
  ),
];
const sum = (part: keyof Outcome): number => outcomes.reduce((total, outcome) => total + outcome[part], 0);
const skipped = sum('skipped');
process.stdout.write(
  `\n${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
);
process.exit(sum('failed') === 0 ? 0 : 1);
