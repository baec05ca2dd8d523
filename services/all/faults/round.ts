import type { Stored } from '@taskbench/contracts';
import { comparable, evaluation, finalResults, startEvaluation } from './evaluation.ts';
import type { Fault } from './faults.ts';
import { eventsOf, type Observer } from './observe.ts';
import type { Subject } from './world.ts';

/** One fault as it struck. */
export interface Strike {
  readonly fault: string;
  /** Calls answered when it struck. */
  readonly answered: number;
  readonly away_ms: number;
  /** From the start again until every projection and the stream showed the log of that moment and calls went on. */
  readonly resumed_ms: number;
}

/** An evaluation under one kind of fault, and what is wrong with how it ended. */
export interface Round {
  readonly fault: string;
  readonly strikes: readonly Strike[];
  readonly calls: number;
  readonly in_doubt: number;
  /** Requests that the provider saw more than once. */
  readonly repeated: number;
  readonly seconds: number;
  readonly wrong: readonly string[];
  readonly results: unknown;
}

interface Seen {
  readonly fingerprint: string;
}

export interface RoundOptions {
  readonly calls: number;
  readonly concurrency: number;
  readonly strikes: number;
  /** The results of an undisturbed run, with money and without. */
  readonly expected: { readonly full: unknown; readonly without: unknown } | null;
  /** Seconds in which progress must resume. */
  readonly within: number;
  readonly random: () => number;
  readonly say: (line: string) => void;
}

const PATIENCE_MS = 120_000;
const FIRST_MS = 300;
const APART_MS = 1_200;
const LONGEST_AWAY_MS = 2_000;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Runs one evaluation, strikes while it runs, mends, waits for its end and holds everything against the guarantees. */
export async function round<W extends Subject>(
  world: W,
  observer: Observer,
  task: { id: string; inputs: number },
  fault: Fault<W> | null,
  options: RoundOptions,
): Promise<Round> {
  await world.control('log', { method: 'DELETE' });
  const from = await observer.head();
  const began = Date.now();
  const { id, progress } = await startEvaluation(world, task, options.calls, options.concurrency);
  const killed = new Set<string>();
  const strikes: Strike[] = [];
  while (fault && strikes.length < options.strikes) {
    await pause(strikes.length === 0 ? FIRST_MS + options.random() * APART_MS : options.random() * APART_MS);
    const view = await evaluation(world, id);
    if (view.ended_at) break;
    if (fault.doubts) for (const owner of await observer.owners()) killed.add(owner);
    await fault.strike(world, observer);
    const away = fault.away ?? Math.round(options.random() * LONGEST_AWAY_MS);
    await pause(away);
    const mending = Date.now();
    await fault.mend(world);
    const resumed_ms = await resumes(observer, id, mending);
    strikes.push({ fault: fault.name, answered: view.progress.answered, away_ms: away, resumed_ms });
    options.say(
      `${fault.name}: struck at ${view.progress.answered} answered, away ${away} ms, resumed after ${resumed_ms} ms`,
    );
  }
  for (const patience = Date.now() + PATIENCE_MS; !(await evaluation(world, id)).ended_at; await pause(100))
    if (Date.now() > patience)
      throw new Error(`${fault?.name}: the evaluation does not end; down: ${world.fallen().join()}`);
  const seconds = (Date.now() - began) / 1000;
  const results = await finalResults(world, id);
  const events = await eventsOf(observer.log, id, from);
  const requests = await world.control<readonly Seen[]>('requests?since=0');
  const doubted = events.filter(({ type }) => type === 'AttemptInDoubt');
  const repeated = requests.length - new Set(requests.map(({ fingerprint }) => fingerprint)).size;
  const money = doubted.length === 0;
  const shown = comparable(results, money);
  const expected = options.expected && (money ? options.expected.full : options.expected.without);
  const wrong = [
    ...world.fallen().map((name) => `${name} ended by itself`),
    ...settledOnce(events, progress.planned),
    ...doubtsOf(events, killed, options.concurrency),
    ...(repeated > doubted.length ? [`${repeated} requests repeated, ${doubted.length} attempts in doubt`] : []),
    ...strikes
      .filter(({ resumed_ms }) => resumed_ms > options.within * 1_000)
      .map(({ resumed_ms }) => `resumed only after ${resumed_ms} ms`),
    ...(expected && JSON.stringify(shown) !== JSON.stringify(expected)
      ? [`other results: ${difference(shown, expected)}`]
      : []),
  ];
  return {
    fault: fault?.name ?? 'none',
    strikes,
    calls: progress.planned,
    in_doubt: doubted.length,
    repeated,
    seconds,
    wrong,
    results: { full: comparable(results, true), without: comparable(results, false) },
  };
}

async function resumes(observer: Observer, id: string, mending: number): Promise<number> {
  const until = await observer.head();
  const alive = async () =>
    (await observer.log.rows(until, 5_000)).some(({ type }) => type === 'AttemptStarted' || type === 'CallAnswered') ||
    (await observer.log.stream(`evaluation-${id}`)).some(({ type }) => type === 'EvaluationCompleted');
  for (const patience = Date.now() + 60_000; Date.now() < patience; await pause(30)) {
    if ((await observer.reached()) >= until && (await alive())) break;
  }
  return Date.now() - mending;
}

/** Every planned call has exactly one final event, and none a second accepted output. */
function settledOnce(events: readonly Stored[], planned: number): string[] {
  const final = events.filter(({ type }) => type === 'CallAnswered' || type === 'CallFailed');
  const streams = new Set(final.map(({ stream }) => stream));
  const answered = final.filter(({ type }) => type === 'CallAnswered').length;
  return [
    ...(streams.size === planned ? [] : [`${planned - streams.size} of ${planned} calls lost`]),
    ...(final.length === streams.size ? [] : [`${final.length - streams.size} calls settled twice`]),
    ...(answered === planned ? [] : [`${planned - answered} calls failed`]),
  ];
}

/** Only attempts of a process that died may be in doubt, and no more of them than were in flight. */
function doubtsOf(events: readonly Stored[], killed: ReadonlySet<string>, concurrency: number): string[] {
  type Attempt = { call_id: string; attempt: number; owner: string };
  const nameOf = ({ call_id, attempt }: Pick<Attempt, 'call_id' | 'attempt'>) => `${call_id} ${attempt}`;
  const owners = new Map(
    events
      .filter(({ type }) => type === 'AttemptStarted')
      .map(({ data }) => data as Attempt)
      .map((data) => [nameOf(data), data.owner]),
  );
  const counts = new Map<string, number>();
  for (const { type, data } of events) {
    if (type !== 'AttemptInDoubt') continue;
    const owner = owners.get(nameOf(data as Attempt)) ?? 'nobody';
    counts.set(owner, (counts.get(owner) ?? 0) + 1);
  }
  return [...counts].flatMap(([owner, count]) => [
    ...(killed.has(owner) ? [] : [`${count} attempts in doubt whose process lived`]),
    ...(count <= concurrency ? [] : [`${count} attempts in doubt of one process`]),
  ]);
}

function difference(a: unknown, b: unknown, path = ''): string {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
    return a === b ? '' : `${path}: ${JSON.stringify(a)} for ${JSON.stringify(b)}`;
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const [one, other] = [(a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]];
    if (JSON.stringify(one) !== JSON.stringify(other)) return difference(one, other, `${path}.${key}`);
  }
  return '';
}
