import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { importTask } from './evaluation.ts';
import { absences, faults, type Fault } from './faults.ts';
import { launchedFaults, openLaunched } from './launched.ts';
import { observe, type Observer } from './observe.ts';
import { round, type Round } from './round.ts';
import { stops } from './stops.ts';
import { table } from './table.ts';
import { openWorld, parts, type Subject } from './world.ts';

const HELP = `npm run test:faults -- [options]

Runs evaluations while the parts that do them are killed with -9, cut off or wiped, and holds the ends against the guarantees.

  --kills N      faults in all, shared among the kinds (11)
  --launched N   faults in all of the stack that RunTaskBench.sh up keeps (5)
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
    launched: { type: 'string', default: '5' },
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
const number = (name: 'kills' | 'launched' | 'stops' | 'calls' | 'concurrency' | 'latency' | 'seed' | 'within') =>
  Number(values[name]);
const [kills, launched, terms] = [number('kills'), number('launched'), number('stops')];
const [calls, concurrency, latency] = [number('calls'), number('concurrency'), number('latency')];
const [seed, within] = [number('seed'), number('within')];

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
const chosen = <W extends Subject>(all: readonly Fault<W>[]) =>
  all.filter(({ name }) => !values.only || name.toLowerCase().includes(values.only.toLowerCase()));
const kinds = chosen([...faults, ...(kills >= LONG_RUN ? absences : [])]);
const launchedKinds = chosen(launchedFaults);
const rounds: Round[] = [];
type Task = Awaited<ReturnType<typeof importTask>>;

/** One undisturbed evaluation, then this many faults, each kind in its turn. */
async function series<W extends Subject>(
  world: W,
  all: readonly Fault<W>[],
  count: number,
  then?: (observer: Observer, task: Task) => Promise<Round[]>,
): Promise<void> {
  const observer = await observe(world);
  try {
    const task = await importTask(world);
    const options = { calls, concurrency, random, say, within };
    const undisturbed = await round(world, observer, task, null, { ...options, strikes: 0, expected: null });
    rounds.push(undisturbed);
    say(`undisturbed: ${undisturbed.seconds.toFixed(1)} s`);
    const expected = undisturbed.results as { full: unknown; without: unknown };
    let struck = 0;
    for (let turn = 0; struck < count; turn++) {
      const fault = all[turn % all.length]!;
      const share = fault.away ? 1 : Math.min(Math.ceil(count / all.length), PER_EVALUATION);
      const done = await round(world, observer, task, fault, {
        ...options,
        strikes: Math.min(share, count - struck),
        expected,
      });
      struck += done.strikes.length;
      rounds.push(done);
      for (const one of done.wrong) say(`  WRONG: ${one}`);
    }
    if (then) rounds.push(...(await then(observer, task)));
  } finally {
    await observer.close();
  }
}

say(`${kills} faults of ${kinds.length} kinds, ${launched} under the launcher, ${terms} stops, seed ${seed}`);
if ((kills > 0 && kinds.length > 0) || terms > 0) {
  const world = await openWorld();
  try {
    await world.provider(latency);
    await Promise.all(parts.map((part) => world.start(part)));
    const last = (observer: Observer, task: Task) => stops(world, observer, task, { count: terms, random, say });
    await series(world, kinds, kinds.length > 0 ? kills : 0, values.only || terms === 0 ? undefined : last);
  } finally {
    await world.close();
  }
}
if (launched > 0 && launchedKinds.length > 0) {
  const stack = await openLaunched(latency);
  try {
    await series(stack, launchedKinds, launched);
  } finally {
    await stack.close();
  }
}

const wrong = rounds.flatMap(({ fault, wrong: found }) => found.map((one) => `${fault}: ${one}`));
say(`\n${table(rounds)}`);
if (values.table) await writeFile(values.table, `${table(rounds)}\n`);
for (const one of wrong) say(`WRONG  ${one}`);
say(`${rounds.reduce((sum, { strikes }) => sum + strikes.length, 0)} faults and stops, ${wrong.length} wrong`);
process.exit(wrong.length === 0 ? 0 : 1);
