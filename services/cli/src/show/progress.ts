import { clearLine, cursorTo } from 'node:readline';
import type { EvaluationView } from '@taskbench/contracts';
import { counted, duration, usd, whole } from './amounts.ts';
import { screenOf } from './screen.ts';
import { fit, widthOf } from './text.ts';

const LONGEST_BAR = 24;
const SHORTEST_BAR = 4;
const PERCENT = ' 100 %  '.length;
/** Where no line can be drawn again, one is written at each tenth, and after so long without one. */
const QUIET_MS = 30_000;

/** The calls that need nothing any more. */
export const settled = ({ progress: { answered, failed, unscored, cancelled } }: EvaluationView): number =>
  answered + failed + unscored + cancelled;

/** How fast an evaluation goes on while it is watched: `settled` calls when that began, ms since. */
export interface Pace {
  readonly settledBefore: number;
  readonly elapsedMs: number;
}

/** How far an evaluation is, in words: calls, money, trouble, and the time left at the pace seen so far. */
export function progressLine(evaluation: EvaluationView, pace: Pace): string {
  const { progress, budget_usd, cost_usd, cost_state } = evaluation;
  const done = settled(evaluation);
  const told = ['failed', 'held', 'unscored', 'cancelled'] as const;
  const since = done - pace.settledBefore;
  const left = since > 0 && done < progress.planned ? (pace.elapsedMs / since) * (progress.planned - done) : null;
  return [
    `${whole(done)} of ${counted(progress.planned, 'call')}`,
    `${cost_state === 'unknown' ? 'unknown cost' : usd(cost_usd)}${cost_state === 'partial' ? ' and unknown cost' : ''}${budget_usd === null ? '' : ` of ${usd(budget_usd)}`}`,
    ...told.filter((state) => progress[state] > 0).map((state) => `${whole(progress[state])} ${state}`),
    ...(progress.carried > 0 ? [`${whole(progress.carried)} carried over`] : []),
    ...(left === null ? [] : [`about ${duration(left)} left`]),
  ].join(', ');
}

/** A bar for the share that is done: `██████░░░░  58 %`; the share alone where there is no room for one. */
export function bar(share: number, width: number): string {
  const percent = `${String(Math.floor(share * 100)).padStart(3)} %`;
  if (width < SHORTEST_BAR) return percent;
  const full = Math.floor(share * width);
  return `${'█'.repeat(full)}${'░'.repeat(width - full)} ${percent}`;
}

/** Where progress is shown. */
export interface Progress {
  /** How far it is now: drawn over the line before on a terminal; elsewhere written at each new step only. */
  show(line: string, share: number): void;
  /** What is waited for, without knowing how long. */
  wait(line: string): void;
  /** No more is shown; what is written next begins a line of its own. */
  end(): void;
}

export const silent: Progress = { show: () => undefined, wait: () => undefined, end: () => undefined };

/** Progress on a stream: one line that changes on a terminal, plain lines at intervals elsewhere. */
export function progressOn(stream: NodeJS.WriteStream, now: () => number = Date.now): Progress {
  const began = now();
  let last: { step: string; at: number } | null = null;
  let open = false;
  function redraw(textFor: (width: number) => string): boolean {
    const { live, style, width } = screenOf(stream);
    if (!live) return false;
    cursorTo(stream, 0);
    stream.write(style('cyan', fit(textFor(width - 1), width - 1)));
    clearLine(stream, 1);
    return (open = true);
  }
  function write(line: string, step: string): void {
    if (last?.step === step && now() - last.at < QUIET_MS) return;
    last = { step, at: now() };
    stream.write(`${line}\n`);
  }
  return {
    show(line, share) {
      const barred = (width: number) =>
        `${bar(share, Math.min(LONGEST_BAR, width - widthOf(line) - PERCENT))}  ${line}`;
      if (!redraw(barred)) write(line, String(Math.floor(share * 10)));
    },
    wait(line) {
      if (!redraw(() => `${line} … ${duration(now() - began)}`)) write(`${line} …`, line);
    },
    end() {
      if (open) stream.write('\n');
      open = false;
    },
  };
}
