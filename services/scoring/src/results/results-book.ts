import type { Pool } from '@taskbench/event-log';
import type { Manifests } from '../manifests/manifests.ts';
import type { CallRow } from '../projections/calls.ts';
import type { CostTotalRow } from '../projections/costs.ts';
import type { EvaluationRow } from '../projections/evaluations.ts';
import { resultsOf, type Results } from './results.ts';

type Placed<Row> = Row & { readonly position: number };

const KEPT = 100;
// Of a run under way: computing takes at most one part in this many of the time, so that looking at it does not slow it down.
const SHARE = 20;

interface Entry {
  readonly results: Results;
  /** Until then it stands, even if rows have moved on. */
  readonly fresh: number;
}
const ROW = 'select * from scoring.evaluations where id = $1';
const COSTS = 'select * from scoring.costs where evaluation_id = $1 order by label, phase';
const CALLS = 'select * from scoring.calls where evaluation_id = $1';

/** Results by evaluation, the latest kept: they change only when a row of theirs does. */
export class ResultsBook {
  private readonly kept = new Map<string, Entry>();

  constructor(
    private readonly pool: Pool,
    private readonly manifests: Manifests,
  ) {}

  /** Null when there is no such evaluation. */
  async of(id: string): Promise<Results | null> {
    const [found, costs] = await Promise.all([
      this.pool.query<Placed<EvaluationRow>>({ name: 'evaluation', text: ROW, values: [id] }),
      this.pool.query<Placed<CostTotalRow>>({ name: 'costs', text: COSTS, values: [id] }),
    ]);
    const evaluation = found.rows[0];
    if (!evaluation) return null;
    // Whatever changes a call's row changes its evaluation's row as well.
    const position = Math.max(evaluation.position, ...costs.rows.map((row) => row.position));
    const known = this.kept.get(id);
    const waits = evaluation.status === 'running' && known !== undefined && Date.now() < known.fresh;
    if (known && (waits || known.results.view.position === position)) return known.results;
    const [calls, { task, checks }] = await Promise.all([
      this.pool.query<CallRow>({ name: 'calls', text: CALLS, values: [id] }),
      this.manifests.of(id),
    ]);
    const binary = task.output.format === 'label';
    const began = Date.now();
    const results = resultsOf({ evaluation, calls: calls.rows, costs: costs.rows, checks, binary, position });
    this.kept.delete(id);
    this.kept.set(id, { results, fresh: Date.now() + SHARE * (Date.now() - began) });
    if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value!);
    return results;
  }
}
