import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { EvaluationView } from '@taskbench/contracts';
import type { Api } from '../api.ts';
import { print, printJson, say } from '../say.ts';
import { usd, whole } from '../show/amounts.ts';
import { progressOn, settled, silent } from '../show/progress.ts';
import { ranking } from '../show/ranking.ts';
import { screenOf } from '../show/screen.ts';
import { harmless } from '../show/text.ts';
import { heldCalls } from './held.ts';
import { follow, resultsOf } from './follow.ts';
import { EXIT, outcomeOf } from './outcome.ts';
import { pause } from './pause.ts';
import { judged, type Threshold } from './thresholds.ts';

/** How an evaluation's end is shown, and what it is held against. */
export interface Conclusion {
  readonly failUnder?: readonly Threshold[];
  readonly output?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly details?: boolean;
}

/** Follows an evaluation to its ranking; interrupted, pauses it and says how to go on. Answers the exit code. */
export async function conclude(api: Api, id: string, asked: Conclusion, interrupted?: AbortSignal): Promise<number> {
  const progress = asked.quiet ? silent : progressOn(process.stderr);
  let evaluation: EvaluationView;
  try {
    evaluation = await follow(api, id, progress, interrupted);
    if (interrupted?.aborted && evaluation.ended_at === null) evaluation = await pause(api, id, progress);
  } finally {
    progress.end();
  }
  if (!asked.quiet) say('');
  const paused = interrupted?.aborted === true && evaluation.ended_at === null;
  const results = await resultsOf(api, evaluation);
  const thresholds = judged(results, asked.failUnder ?? []);
  const outcome = outcomeOf(results, evaluation, thresholds);
  const code = paused ? EXIT.interrupted : outcome.code;
  if (asked.output) await writeFile(resolve(asked.output), `${JSON.stringify(results, null, 2)}\n`);
  if (asked.json) printJson({ ...results, status: evaluation.status, thresholds, exit_code: code });
  else if (!paused) print(ranking(results, screenOf(process.stdout), asked.details));
  if (asked.output && !asked.quiet) say(`Written to ${resolve(asked.output)}`);
  for (const reason of paused ? [] : outcome.reasons)
    say(screenOf(process.stderr).style('red', `! ${harmless(reason)}`));
  if (evaluation.leaks > 0)
    say(
      `${whole(evaluation.leaks)} right answers stand in the prompt, and the run was started nevertheless: models could copy them.`,
    );
  if (evaluation.overcharged) {
    const { label, over_usd } = evaluation.overcharged;
    say(
      `A call of ${harmless(label)} cost ${usd(over_usd)} more than the most that it could by its prices, so the run was paused. Look at what its provider charges; resumed, it is not paused for it again.`,
    );
  }
  if (evaluation.status === 'held') say(await heldCalls(api, id));
  else if (evaluation.ended_at === null) say(howToGoOn(evaluation));
  return code;
}

const howToGoOn = (evaluation: EvaluationView): string =>
  `${evaluation.status === 'paused' ? 'Paused' : 'It stands'} at ${whole(settled(evaluation))} of ${whole(evaluation.progress.planned)} calls, ${usd(evaluation.cost_usd)} spent; what was answered is kept.
Go on:  ./RunTaskBench.sh resume ${evaluation.id} --follow`;
