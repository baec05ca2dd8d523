import type { OutputMetrics, OutputSpec, QualityCheck, Verdict } from '@taskbench/contracts';
import { extractionMetrics } from '@taskbench/statistics';
import { answerText } from './answer.ts';
import { runChecks, type Judge, type Judged } from './checks.ts';
import { fieldScores } from './field-scores.ts';
import { itemsOf } from './items.ts';
import { matchItems, type Match } from './match.ts';
import { parseOutput, type Parsed } from './parse.ts';
import { goldOf } from './read-gold.ts';

/** An output with all that it is held against. */
export interface Scorable {
  readonly output: string;
  readonly input: string;
  readonly input_id?: string;
  readonly spec: OutputSpec;
  /** Undefined: the input has no gold. */
  readonly gold: unknown;
  readonly checks: readonly QualityCheck[];
  /** It is several answers of which one cannot be read, so that it says nothing as a whole. */
  readonly unjoined?: boolean | undefined;
}

/** What an output is worth, and why. */
export interface Scored {
  readonly parse: 'parsed' | 'extracted' | 'failed' | 'no_gold';
  readonly metrics: OutputMetrics;
  readonly verdicts: Verdict[];
  readonly detail: unknown;
  /** What it says: the same text for outputs that say the same. */
  readonly answer: string;
  /** By declared field: right, compared. */
  readonly fields: [number, number][];
}

const UNJOINED: Parsed = {
  state: 'failed',
  reason: 'The answer to a part of the input cannot be read.',
  place: null,
};

/** Parses, matches and checks one output. A pure function of what is given. */
export async function scoreOutput(
  { output, spec, checks, unjoined, ...asked }: Scorable,
  judge: Judge,
): Promise<Scored> {
  const parsed = unjoined ? UNJOINED : parseOutput(output, spec);
  const items = parsed.state === 'failed' ? [] : itemsOf(parsed.value, spec);
  const value = parsed.state === 'failed' ? undefined : parsed.value;
  const listed = parsed.state === 'failed' ? null : items;
  const judged = await runChecks(checks, { output, parsed: value, items: listed, ...asked }, judge);
  const gold = asked.gold === undefined ? null : goldOf(asked.gold, spec);
  const right = gold?.items ?? null;
  const match = gold && matchItems(items, gold);
  return {
    parse: right === null ? 'no_gold' : parsed.state,
    metrics: { ...measured(parsed, match, right), instruction_following: judged.followed },
    verdicts: judged.verdicts,
    detail: detailOf(parsed, items, right ?? [], match, judged),
    answer: answerText(output, parsed, items),
    fields: gold && match ? fieldScores(match, items, gold) : [],
  };
}

function measured(parsed: Parsed, match: Match | null, gold: readonly unknown[] | null) {
  if (match === null || gold === null) {
    return { tp: null, fp: null, fn: null, accuracy: null, hallucination_rate: null, completeness: null, f1: null };
  }
  const { tp, fp, fn } = match;
  const parseFailed = parsed.state === 'failed';
  return { tp, fp, fn, ...extractionMetrics({ tp, fp, fn, parseFailed, goldEmpty: gold.length === 0 }) };
}

function detailOf(
  parsed: Parsed,
  items: readonly unknown[],
  gold: readonly unknown[],
  match: Match | null,
  { evidence }: Judged,
) {
  return {
    parse: parsed.state === 'failed' ? parsed : { state: parsed.state },
    pairs:
      match?.pairs.map(({ item, gold: at, similarity }) => ({ item: items[item], gold: gold[at], similarity })) ?? [],
    missed: match?.missed.map((at) => gold[at]) ?? [],
    invented: match?.invented.map((at) => items[at]) ?? [],
    checks: evidence,
  };
}
