import type { TaskDefinition } from '@taskbench/contracts';
import type { Pool } from '@taskbench/event-log';
import type { Manifests } from '../manifests/manifests.ts';
import type { CostTotalRow } from '../projections/costs.ts';
import type { EvaluationRow } from '../projections/evaluations.ts';
import type { Question } from './compute.ts';
import { readRankBy, type Standard } from './rank-by.ts';
import type { Results, TaskFacts } from './results.ts';
import type { Statistician } from './statistician.ts';

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
// One text, for thousands of rows: reading them is left to the thread that computes.
const CALLS = `select coalesce(json_agg(c), '[]')::text as calls from scoring.calls c where evaluation_id = $1`;

/** Results by evaluation and ranking, the latest kept: they change only when a row of theirs does. */
export class ResultsBook {
  private readonly kept = new Map<string, Entry>();
  /** Asked for twice at once, they are worked out once. */
  private readonly underWay = new Map<string, Promise<Results>>();

  constructor(
    private readonly pool: Pool,
    private readonly manifests: Manifests,
    private readonly statistician: Statistician,
  ) {}

  /** By what the evaluation declared, unless something else is asked for. Null when there is no such evaluation. */
  async of(id: string, { rankBy: asked, atLeast }: Partial<Standard> = {}): Promise<Results | null> {
    const [found, costs] = await Promise.all([
      this.pool.query<Placed<EvaluationRow>>({ name: 'evaluation', text: ROW, values: [id] }),
      this.pool.query<Placed<CostTotalRow>>({ name: 'costs', text: COSTS, values: [id] }),
    ]);
    const evaluation = found.rows[0];
    if (!evaluation) return null;
    const rankBy = asked ?? readRankBy(evaluation.ranking ?? 'f1');
    // Whatever changes a call's row changes its evaluation's row as well.
    const position = Math.max(evaluation.position, ...costs.rows.map((row) => row.position));
    const key = `${id} ${rankBy.key} ${atLeast ?? ''}`;
    const known = this.kept.get(key);
    const waits = evaluation.status === 'running' && known !== undefined && Date.now() < known.fresh;
    if (known && (waits || known.results.view.position === position)) return known.results;
    const question = `${key} ${position}`;
    const working =
      this.underWay.get(question) ?? this.workOut({ evaluation, costs: costs.rows, rankBy, atLeast, position });
    this.underWay.set(question, working);
    const began = Date.now();
    const results = await working.finally(() => this.underWay.delete(question));
    this.kept.delete(key);
    this.kept.set(key, { results, fresh: Date.now() + SHARE * (Date.now() - began) });
    if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value!);
    return results;
  }

  private async workOut(known: Omit<Question, 'calls' | 'checks' | 'task'>): Promise<Results> {
    const { id } = known.evaluation;
    const [rows, { task, checks }] = await Promise.all([
      this.pool.query<{ calls: string }>({ name: 'calls', text: CALLS, values: [id] }),
      this.manifests.of(id),
    ]);
    return this.statistician.ask({ ...known, calls: rows.rows[0]!.calls, checks, task: factsOf(task) });
  }
}

const factsOf = ({ output, inputs }: TaskDefinition): TaskFacts => ({
  format: output.format,
  fields: Object.keys(output.fields ?? {}),
  withGold: inputs.filter(({ gold }) => gold !== undefined).length,
  groups: Object.fromEntries(inputs.flatMap(({ id, group }) => (group === undefined ? [] : [[id, group]]))),
});
