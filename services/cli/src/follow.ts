import type { EvaluationView } from '@taskbench/contracts';
import type { Api } from './api.ts';

const EVERY_MS = 250;
const WIDTH = 28;

const settled = ({ progress: { answered, failed, unscored, cancelled } }: EvaluationView) =>
  answered + failed + unscored + cancelled;

/** Watches an evaluation to its end and shows how far it is: a bar on a terminal, a line each tenth otherwise. */
export async function follow(api: Api, id: string, out: NodeJS.WriteStream = process.stderr): Promise<EvaluationView> {
  let told = -1;
  const began = Date.now();
  for (;;) {
    const evaluation = await api.get<EvaluationView>(`/evaluations/${id}`);
    const over = evaluation.ended_at !== null;
    const tenth = Math.floor((settled(evaluation) / evaluation.progress.planned) * 10);
    if (out.isTTY) out.write(`\r\x1b[2K${line(evaluation, began)}${over ? '\n' : ''}`);
    else if (tenth !== told || over) out.write(`${line(evaluation, began)}\n`);
    told = tenth;
    if (over) return evaluation;
    await new Promise((done) => setTimeout(done, EVERY_MS));
  }
}

function line(evaluation: EvaluationView, began: number): string {
  const { planned, failed, scored, unscored } = evaluation.progress;
  const done = settled(evaluation);
  const share = done / planned;
  const bar = '█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░');
  const left =
    done === 0 || done === planned ? '' : `, about ${duration(((Date.now() - began) * (1 - share)) / share)} left`;
  const trouble = [failed > 0 ? `${failed} failed` : '', unscored > 0 ? `${unscored} unscored` : ''].filter(Boolean);
  const budget = evaluation.budget_usd ? ` of $${evaluation.budget_usd}` : '';
  return `${bar} ${done} of ${planned} calls, ${scored} scored, $${evaluation.cost_usd}${budget}${trouble.map((one) => `, ${one}`).join('')}${left}`;
}

const duration = (ms: number): string => (ms < 90_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`);
