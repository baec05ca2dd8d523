import type { EvaluationStatus, ModelProgress } from '@taskbench/contracts';
import { settled, type Icon, type Tone } from '#lib/status.ts';

/** A model's state in a run, in one word. */
export function modelState(row: ModelProgress, status: EvaluationStatus): { word: string; tone: Tone; icon: Icon } {
  if (row.abandoned) return { word: 'Abandoned', tone: 'bad', icon: 'cross' };
  if (settled(row) >= row.planned) {
    return row.unscored > 0
      ? { word: `${row.unscored} unscored`, tone: 'plain', icon: 'pause' }
      : row.answered === 0 && row.failed > 0
        ? { word: 'All failed', tone: 'bad', icon: 'cross' }
        : { word: 'Done', tone: 'good', icon: 'tick' };
  }
  if (row.held > 0) return { word: `${row.held} held`, tone: 'warn', icon: 'mark' };
  if (row.in_doubt > 0) return { word: `${row.in_doubt} in doubt`, tone: 'warn', icon: 'mark' };
  if (status === 'paused') return { word: 'Paused', tone: 'plain', icon: 'pause' };
  return settled(row) === 0
    ? { word: 'Waiting', tone: 'plain', icon: 'pause' }
    : { word: 'Running', tone: 'info', icon: 'ring' };
}
