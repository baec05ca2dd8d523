import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { importTask } from './evaluation.ts';
import { absences, faults } from './faults.ts';
import { observe } from './observe.ts';
import { round, type Round } from './round.ts';
import { stops } from './stops.ts';
import { table } from './table.ts';
import { openWorld, parts } from './world.ts';

const HELP = `npm run test:faults -- [options]

Runs evaluations while the parts that do them are killed with -9, cut off or wiped, and holds the ends against the guarantees.

  --kills N      faults in all, shared among the kinds (11)
  --stops N      SIGTERMs of the execution process in all (3)
  --calls N      calls of each evaluation (1000)
  --concurrency  calls at a time (8)
  --latency MS   of the simulated provider (50)
  --only NAME    one kind of fault
  --within S     seconds in which progress must resume after a start (10)
  --seed N       of the moments (drawn unless given)
  --table FILE   write the table there as Markdown
`;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '11' },
    stops: { type: 'string', default: '3' },
    calls: { type: 'string', default: '1000' },
    concurrency: { type: 'string', default: '8' },
    latency: { type: 'string', default: '50' },
    only: { type: 'string' },
    within: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    table: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}

const say = (line: string) => void process.stdout.write(`${line}\n`);
const [kills, terms, calls, concurrency, latency, seed, within] = (
  ['kills', 'stops', 'calls', 'concurrency', 'latency', 'seed', 'within'] as const
).map((name) => Number(values[name])) as [number, number, number, number, number, number, number];

/** A small generator (mulberry32), so that a run can be had again by its seed. */
function drawing(from: number): () => number {
  let state = from >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const PER_EVALUATION = 3;
const LONG_RUN = 50;
const random = drawing(seed);
const kinds = [...faults, ...(kills >= LONG_RUN ? absences : [])].filter(
  ({ name }) => !values.only || name.toLowerCase().includes(values.only.toLowerCase()),
);
const rounds: Round[] = [];
say(`${kills} faults of ${kinds.length} kinds, ${terms} stops, seed ${seed}`);
const world = await openWorld();
let observer;
try {
  await world.provider(latency);
  await Promise.all(parts.map((part) => world.start(part)));
  observer = await observe(world);
  const task = await importTask(world);
  const options = { calls, concurrency, random, say, within };
  const undisturbed = await round(world, observer, task, null, { ...options, strikes: 0, expected: null });
  rounds.push(undisturbed);
  say(`undisturbed: ${undisturbed.seconds.toFixed(1)} s`);
  const expected = undisturbed.results as { full: unknown; without: unknown };
  const struck = () => rounds.reduce((sum, { strikes }) => sum + strikes.length, 0);
  for (let turn = 0; struck() < kills; turn++) {
    const fault = kinds[turn % kinds.length]!;
    const share = fault.away ? 1 : Math.min(Math.ceil(kills / kinds.length), PER_EVALUATION);
    const strikes = Math.min(share, kills - struck());
    const done = await round(world, observer, task, fault, { ...options, strikes, expected });
    rounds.push(done);
    for (const one of done.wrong) say(`  WRONG: ${one}`);
  }
  if (!values.only && terms > 0) rounds.push(...(await stops(world, observer, task, { count: terms, random, say })));
} finally {
  await observer?.close();
  await world.close();
}

const wrong = rounds.flatMap(({ fault, wrong: found }) => found.map((one) => `${fault}: ${one}`));
say(`\n${table(rounds)}`);
if (values.table) await writeFile(values.table, `${table(rounds)}\n`);
for (const one of wrong) say(`WRONG  ${one}`);
say(`${rounds.reduce((sum, { strikes }) => sum + strikes.length, 0)} faults and stops, ${wrong.length} wrong`);
process.exit(wrong.length === 0 ? 0 : 1);
