import type { Estimate, ResultsRow, ResultsView } from '@taskbench/contracts';
import { InvalidArgumentError } from 'commander';
import { usd } from '../show/amounts.ts';

/** The metrics that a threshold can name, and which side of it is good. */
const METRICS = {
  accuracy: 'at least',
  completeness: 'at least',
  f1: 'at least',
  instruction_following: 'at least',
  hallucination_rate: 'at most',
  consistency: 'at most',
  cost: 'at most',
} as const;
type Metric = keyof typeof METRICS;

/** What every model must reach: `accuracy=0.8`. Where less is better it is the most that is allowed. */
export interface Threshold {
  readonly metric: Metric;
  readonly bound: number;
}

/** Reads one `--fail-under`, and puts it to those before. */
export function threshold(text: string, before: readonly Threshold[] = []): Threshold[] {
  const [name, bound, ...more] = text.split('=');
  const metric = Object.keys(METRICS).find((one): one is Metric => one === name);
  if (!metric) throw new InvalidArgumentError(`Metrics: ${Object.keys(METRICS).join(', ')}.`);
  if (more.length > 0 || !/^\d+(\.\d+)?$/.test(bound ?? ''))
    throw new InvalidArgumentError(`${metric} needs a number, as in ${metric}=0.8.`);
  return [...before, { metric, bound: Number(bound) }];
}

/** A threshold held against a model. A metric that was not measured does not pass. */
export interface Judged extends Threshold {
  readonly label: string;
  readonly measured: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly passed: boolean;
}

/** Every threshold against every model, by what was measured, not by the end of its interval. */
export const judged = ({ rows }: Pick<ResultsView, 'rows'>, thresholds: readonly Threshold[]): Judged[] =>
  thresholds.flatMap(({ metric, bound }) =>
    rows.map((row) => {
      const estimate = estimateOf(row, metric);
      const measured = estimate?.mean ?? null;
      const passed = measured !== null && (METRICS[metric] === 'at least' ? measured >= bound : measured <= bound);
      return {
        label: row.label,
        metric,
        bound,
        measured,
        low: estimate?.low ?? null,
        high: estimate?.high ?? null,
        passed,
      };
    }),
  );

function estimateOf(row: ResultsRow, metric: Metric): Pick<Estimate, 'mean' | 'low' | 'high'> | null {
  if (metric !== 'cost') return row[metric];
  return row.cost_per_1000_usd === null ? null : { mean: Number(row.cost_per_1000_usd), low: null, high: null };
}

/** A failed threshold in a sentence: what was measured, with its interval, and what was asked. */
export function failure({ label, metric, bound, measured, low, high }: Judged): string {
  const name = metric === 'cost' ? 'cost per 1,000 inputs' : metric === 'f1' ? 'F1' : metric.replace('_', ' ');
  const wanted = `${METRICS[metric]} ${metric === 'cost' ? usd(String(bound)) : bound} was asked`;
  if (measured === null) return `${label}: ${name} was not measured; ${wanted}.`;
  const rounded = Math.round(measured * 1000) / 1000;
  // What rounds to the bound would seem to have reached it.
  const shown = rounded === bound ? measured : rounded;
  const interval = low === null || high === null ? '' : ` (95 % ${low.toFixed(2)}–${high.toFixed(2)})`;
  return `${label}: ${name} is ${metric === 'cost' ? usd(String(shown)) : shown}${interval}; ${wanted}.`;
}
