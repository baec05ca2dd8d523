import type { EvaluationStatus } from '@taskbench/contracts';

export type Tone = 'good' | 'info' | 'warn' | 'bad' | 'plain';
export type Icon = 'tick' | 'ring' | 'mark' | 'cross' | 'pause';

export const statuses: Record<EvaluationStatus, { word: string; tone: Tone; icon: Icon }> = {
  pending: { word: 'Waiting', tone: 'plain', icon: 'pause' },
  running: { word: 'Running', tone: 'info', icon: 'ring' },
  paused: { word: 'Paused', tone: 'plain', icon: 'pause' },
  held: { word: 'Held', tone: 'warn', icon: 'mark' },
  completed: { word: 'Finished', tone: 'good', icon: 'tick' },
  cancelled: { word: 'Cancelled', tone: 'plain', icon: 'cross' },
  budget_exhausted: { word: 'Stopped at budget', tone: 'warn', icon: 'mark' },
  failed: { word: 'Failed', tone: 'bad', icon: 'cross' },
};

/** Nothing more will be asked; what is left is scoring. */
export const ended = (status: EvaluationStatus) =>
  status === 'completed' || status === 'cancelled' || status === 'budget_exhausted' || status === 'failed';
/** A run that moves by itself. */
export const moving = (status: EvaluationStatus) => status === 'pending' || status === 'running';

/** Calls of which nothing more is expected. */
export const settled = (progress: { answered: number; failed: number; unscored: number; cancelled?: number }) =>
  progress.answered + progress.failed + progress.unscored + (progress.cancelled ?? 0);
