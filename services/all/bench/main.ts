import { parseArgs } from 'node:util';
import { mean } from '@taskbench/statistics';
import { appendRatio } from './append.ts';
import { checksRate } from './checks.ts';
import { startBare } from './bare.ts';
import { evaluate, latencyRatio } from './evaluate.ts';
import { scoreImported } from './imported.ts';
import { replay } from './replay.ts';
import { openSample, type Sample } from './sample.ts';
import { verdictsPerSecond } from './sandbox.ts';
import { openBench, type Bench, type Stack } from './servers.ts';

const row = (what: string, measured: string, goal: string) =>
  process.stdout.write(`| ${what} | ${measured} | ${goal} |\n`);

const grown = (before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>) =>
  [...after].map(([name, mb]) => `${name} ${before.get(name)} → ${mb} MB`).join(', ');
const shown = (rates: readonly number[]) => `${rates.map(Math.round).join(' · ')}/s`;
const CALLS = 6_000;
/** Calls before a measurement: code that runs for the first time is compiled meanwhile, which no later call pays for. */
const WARMING = 1_000;
const MANY = 20_000;
const GROWN = 100_000;
/** The bare loop and the services take turns: machines change their speed within a minute. */
const TURNS = 3;

async function verdicts(): Promise<void> {
  const { rate, slowest } = await checksRate();
  row('declarative verdicts on 4 KB, a core', `${Math.round(rate)}/s (slowest: ${slowest})`, '≥ 20,000/s');
  row('sandboxed checks on outputs of 4 KB', `${Math.round(await verdictsPerSecond())} verdicts/s`, '≥ 1,000');
}

async function append({ databaseUrl }: Bench): Promise<void> {
  const { append: ours, plain } = await appendRatio(databaseUrl);
  row(
    'append, batched, over a plain multi-row insert',
    `${(ours / plain).toFixed(2)} (${Math.round(ours)}/s over ${Math.round(plain)}/s)`,
    '≥ 0.50',
  );
}

/** What work brought, and the CPU time of each of its calls, ms: of all processes of ours, Postgres and NATS; and the simulator's. */
async function costed<Done extends { readonly calls: number }>(stack: Stack, work: () => Promise<Done>) {
  const [before, simulatorBefore] = [stack.cpuMs(), stack.simulatorCpuMs()];
  const done = await work();
  const each = (ms: number) => ms / done.calls;
  return {
    ...done,
    cpuMs: each(stack.cpuMs() - before),
    simulatorCpuMs: each(stack.simulatorCpuMs() - simulatorBefore),
  };
}

const said = ({ cpuMs, simulatorCpuMs }: { readonly cpuMs: number; readonly simulatorCpuMs: number }) =>
  `${cpuMs.toFixed(2)} ms, the simulator's own ${simulatorCpuMs.toFixed(2)}`;

/** Code is compiled by its use; and what follows begins at rest, as an evaluation does that nobody began just before. */
async function warmUp(stack: Stack, sample: Sample, concurrency: number, calls = WARMING): Promise<void> {
  await evaluate(stack.at, sample, calls, concurrency);
  await new Promise((done) => setTimeout(done, 1_000));
}

async function wall(bench: Bench): Promise<void> {
  const jobs = [
    { calls: CALLS, latency: 300, concurrency: 50, cpu: '≤ 4 ms', latencies: '0.95–1.05' },
    { calls: 1_200, latency: 50, concurrency: 5, cpu: '≤ 8 ms', latencies: '0.98–1.02' },
  ];
  for (const { calls, latency, concurrency, cpu, latencies } of jobs) {
    const stack = await bench.stack(latency);
    if (latency === 300)
      row('services: start → ready', `${(stack.startMs / 1000).toFixed(1)} s`, '≤ 10 s, with the page');
    const sample = await openSample(stack.at);
    const idealOf = (made: number) => (Math.ceil(made / concurrency) * latency) / 1000;
    const bare = startBare({ llm: stack.llm, sample, concurrency });
    await bare.run(WARMING);
    const bareShare = (await bare.run(1_200)) / idealOf(1_200);
    await bare.stop();
    await warmUp(stack, sample, concurrency);
    const done = await costed(stack, () => evaluate(stack.at, sample, calls, concurrency));
    const share = done.seconds / idealOf(done.calls);
    const what = `wall time, ${calls} calls, ${latency} ms, concurrency ${concurrency}`;
    if (latency === 300)
      row(`${what}, over the ideal`, `${share.toFixed(2)} (bare loop ${bareShare.toFixed(2)})`, '≤ 1.10');
    else
      row(
        `${what}, over the bare loop`,
        `${(share / bareShare).toFixed(2)} (${share.toFixed(2)} over ${bareShare.toFixed(2)} of the ideal)`,
        '≤ 1.10',
      );
    row(`CPU of a call, concurrency ${concurrency}, all processes`, said(done), cpu);
    const measured = await latencyRatio(stack.at, stack.llm, done.id);
    row(`latency reported, concurrency ${concurrency}, over the provider's own`, measured.toFixed(3), latencies);
    await stack.stop();
  }
}

async function load(bench: Bench): Promise<void> {
  const stack = await bench.stack(0);
  const sample = await openSample(stack.at);
  const loop = startBare({ llm: stack.llm, sample, concurrency: 50 });
  const bareRate = async () => CALLS / (await loop.run(CALLS));
  await bareRate(); // compiled by as many calls as the services, not by those that it is measured with
  await warmUp(stack, sample, 50, CALLS);
  const bare = [await bareRate()];
  const ours: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const { calls, seconds } = await evaluate(stack.at, sample, CALLS, 50);
    ours.push(calls / seconds);
    bare.push(await bareRate());
  }
  await loop.stop();
  row(
    'calls a second, 0 ms, concurrency 50, over the bare loop',
    `${(mean(ours)! / mean(bare)!).toFixed(2)} (${shown(ours)} over ${shown(bare)})`,
    '≥ 0.50',
  );
  const { events, rebuilt, verified } = await replay(bench.databaseUrl);
  row(`rebuild of all projections, ${events} events`, `${Math.round(rebuilt)} events/s`, '≥ 20,000');
  row('verify: chain and texts', `${Math.round(verified)} events/s`, '≥ 50,000');
  await stack.stop();
}

/** From 1,000 calls to 100,000 of one evaluation, in one process. */
async function growth(bench: Bench): Promise<void> {
  const stack = await bench.stack(0);
  const sample = await openSample(stack.at);
  const evaluating = (calls: number) => costed(stack, () => evaluate(stack.at, sample, calls, 50));
  await evaluating(1_000);
  const early = stack.rssMb();
  await evaluating(CALLS); // compiled, so that what grows is not hidden by that
  const small = await costed(stack, async () => {
    let calls = 0;
    for (let turn = 0; turn < TURNS; turn++) calls += (await evaluate(stack.at, sample, 1_000, 50)).calls;
    return { calls }; // one evaluation is over in two seconds, too short to measure
  });
  await evaluating(MANY);
  const after = `${[...stack.rssMb().values()].join(', ')} MB after ${MANY}`;
  const large = await evaluating(GROWN);
  row(
    'cost of a call, 1,000 → 100,000 calls, CPU of all processes',
    `${(large.cpuMs / small.cpuMs).toFixed(2)} (${said(small)} → ${said(large)})`,
    '0.90–1.10',
  );
  row('memory, 1,000 → 100,000 calls, one process', `${grown(early, stack.rssMb())}, ${after}`, 'flat, ≤ 400 MB');
  await stack.stop();
}

/** Outputs that are there already, 1–2 KB each, with eight checks. */
async function imported(bench: Bench): Promise<void> {
  const stack = await bench.stack(0);
  const sample = await openSample(stack.at);
  await scoreImported(stack.at, sample, 1_000);
  const early = stack.rssMb();
  const score = () => scoreImported(stack.at, sample, 10_000);
  const { calls: scored, seconds, accepting, cpuMs } = await costed(stack, score);
  row(
    `imported outputs scored, ${scored} with 8 checks`,
    `${Math.round(scored / seconds)}/s (${accepting.toFixed(1)} s until accepted, ${cpuMs.toFixed(2)} ms of CPU each)`,
    '≥ 1,000/s',
  );
  await score();
  row('memory, 1,000 → 21,000 imported outputs', grown(early, stack.rssMb()), 'flat');
  await stack.stop();
}

async function six(bench: Bench): Promise<void> {
  const stack = await bench.stack(0, true);
  const sample = await openSample(stack.at);
  await evaluate(stack.at, sample, WARMING, 50);
  const early = stack.rssMb();
  for (let made = 1_000; made < MANY; made += CALLS) await evaluate(stack.at, sample, CALLS, 50);
  row('memory after 1,000 → 20,000 calls, six processes', grown(early, stack.rssMb()), 'flat');
  await stack.stop();
}

const parts = { verdicts, append, wall, load, growth, imported, six };
const { positionals } = parseArgs({ allowPositionals: true });
const unknown = positionals.find((name) => !Object.hasOwn(parts, name));
if (unknown) {
  process.stderr.write(
    `There is no part "${unknown}". npm run bench -- ${Object.keys(parts).join(' | ')}; all without a name.\n`,
  );
  process.exit(2);
}
const bench = await openBench();
try {
  process.stdout.write('| what | measured | must reach |\n|---|---|---|\n');
  for (const [name, part] of Object.entries(parts)) {
    if (positionals.length === 0 || positionals.includes(name)) await part(bench);
  }
} finally {
  await bench.close();
}
