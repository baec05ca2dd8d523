import type {
  ConnectionView,
  EvaluationView,
  ModelRow,
  QualityCheck,
  SuitableModel,
  TaskView,
} from '@taskbench/contracts';
import { counted, usd, whole } from './amounts.ts';
import { price } from './prices.ts';
import { settled } from './progress.ts';
import type { Screen } from './screen.ts';
import { table } from './table.ts';
import { harmless, wrap } from './text.ts';

/** A task's checks: what each looks at, how grave a failure is, and whether it is proved. */
export function checkLines({ name, quality_checks, checks_status }: TaskView, screen: Screen): string {
  const head = `${name}: ${counted(quality_checks.length, 'check')}, ${checks_status.replace('_', ' ')}.`;
  if (quality_checks.length === 0) return wrap(harmless(head), screen.width);
  const rows = table(
    quality_checks,
    [
      { head: 'Check', cell: ({ name }) => harmless(name) },
      { head: 'Severity', cell: ({ severity }) => severity },
      { head: 'State', cell: ({ state }) => state },
      { head: 'Rule', cell: rule },
    ],
    screen,
  );
  return [wrap(harmless(head), screen.width), '', rows].join('\n');
}

function rule({ validation_rule: { rule, ...parameters } }: QualityCheck): string {
  const given = Object.entries(parameters).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return harmless(given.length > 0 ? `${rule} (${given.join(', ')})` : rule);
}

/** The catalogue as a table. */
export const modelLines = (models: readonly ModelRow[], screen: Screen): string =>
  table(
    models,
    [
      { head: 'Model', cell: ({ id }) => harmless(id) },
      { head: 'Input, $/M', cell: ({ prices }) => price(prices?.prompt.per_million), align: 'right' },
      { head: 'Output, $/M', cell: ({ prices }) => price(prices?.completion.per_million), align: 'right' },
      {
        head: 'Context',
        cell: ({ context_length }) => (context_length === null ? 'unknown' : whole(context_length)),
        align: 'right',
      },
    ],
    screen,
  );

/** Connections as a table; of a key, how it ends. */
export const connectionLines = (connections: readonly ConnectionView[], screen: Screen): string =>
  table(
    connections,
    [
      { head: 'Connection', cell: ({ name }) => harmless(name) },
      { head: 'Address', cell: ({ base_url }) => harmless(base_url) },
      { head: 'Key', cell: keyEnd },
      { head: 'Models', cell: ({ models }) => (models === null ? 'unknown' : whole(models)), align: 'right' },
      { head: 'Last answer', cell: lastAnswer },
      { head: 'Id', cell: ({ id }) => harmless(id) },
    ],
    screen,
  );

const keyEnd = ({ from, key }: ConnectionView): string =>
  key === null ? 'none' : from === 'environment' ? 'environment' : key.ends ? `…${key.ends}` : 'set';
const lastAnswer = ({ last_answer }: ConnectionView): string =>
  last_answer ? `${last_answer.ok ? 'fine' : 'failed'}, ${last_answer.at.slice(0, 16).replace('T', ' ')}` : 'none yet';

/** Models for a task as a table. */
export const suitableLines = (models: readonly SuitableModel[], screen: Screen): string =>
  table(
    models,
    [
      { head: 'Model', cell: ({ id }) => harmless(id) },
      { head: 'Call', cell: ({ typical_call_usd: one }) => (one === null ? 'unknown' : usd(one)), align: 'right' },
      { head: 'Input, $/M', cell: ({ prices }) => price(prices?.prompt.per_million), align: 'right' },
      { head: 'Output, $/M', cell: ({ prices }) => price(prices?.completion.per_million), align: 'right' },
    ],
    screen,
  );

/** Evaluations as a table; an id is as short as tells it from the others. */
export function evaluationLines(evaluations: readonly EvaluationView[], screen: Screen): string {
  const short = shortest(evaluations.map(({ id }) => id));
  return table(
    evaluations,
    [
      { head: 'Id', cell: ({ id }) => id.slice(0, short) },
      { head: 'Task', cell: ({ task_name }) => harmless(task_name) },
      { head: 'Status', cell: ({ status }) => status.replace('_', ' ') },
      { head: 'Calls', cell: (one) => `${whole(settled(one))} of ${whole(one.progress.planned)}`, align: 'right' },
      {
        head: 'Cost',
        cell: ({ cost_usd, cost_state }) => (cost_state === 'unknown' ? 'unknown' : usd(cost_usd)),
        align: 'right',
      },
      { head: 'Started', cell: ({ started_at }) => started_at.slice(0, 16).replace('T', ' ') },
    ],
    screen,
  );
}

/** The fewest characters, 8 at least, by which these ids differ. */
function shortest(ids: readonly string[]): number {
  for (let length = 8; length < 36; length++)
    if (new Set(ids.map((id) => id.slice(0, length))).size === new Set(ids).size) return length;
  return 36;
}
