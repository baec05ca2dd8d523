import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type { EvaluationView } from '@taskbench/contracts';
import { bar, progressLine, progressOn } from './progress.ts';

const evaluation = (progress: Partial<EvaluationView['progress']>, more: Partial<EvaluationView> = {}) =>
  ({
    progress: {
      planned: 126,
      answered: 0,
      failed: 0,
      in_doubt: 0,
      held: 0,
      unscored: 0,
      cancelled: 0,
      scored: 0,
      carried: 0,
      ...progress,
    },
    budget_usd: null,
    cost_usd: '0.00',
    cost_state: 'exact',
    ...more,
  }) as EvaluationView;

describe('How far an evaluation is', () => {
  it('counts calls and money, and the time left at the pace since it is watched', () => {
    const seen = evaluation({ answered: 60, failed: 3 }, { cost_usd: '0.13', budget_usd: '1.00' });
    expect(progressLine(seen, { settledBefore: 42, elapsedMs: 21_000 })).toBe(
      '63 of 126 calls, $0.13 of $1.00, 3 failed, about 1 min 3 s left',
    );
  });

  it('says no time before anything was settled', () => {
    expect(progressLine(evaluation({ answered: 42 }), { settledBefore: 42, elapsedMs: 9_000 })).toBe(
      '42 of 126 calls, $0.00',
    );
  });

  it('never shows an unknown cost as a figure', () => {
    expect(progressLine(evaluation({}, { cost_state: 'unknown' }), { settledBefore: 0, elapsedMs: 0 })).toContain(
      'unknown cost',
    );
  });

  it.each([
    [0, '░░░░   0 %'],
    [0.5, '██░░  50 %'],
    [0.999, '███░  99 %'],
    [1, '████ 100 %'],
  ])('fills a bar by what is done: %f', (share, drawn) => {
    expect(bar(share, 4)).toBe(drawn);
  });

  it('is a share alone where there is no room for a bar', () => {
    expect(bar(0.5, 3)).toBe(' 50 %');
  });
});

describe('Progress on a stream', () => {
  const stream = (terminal: object) => Object.assign(new PassThrough(), terminal) as unknown as NodeJS.WriteStream;
  const written = (of: NodeJS.WriteStream) => String((of as unknown as PassThrough).read() ?? '');

  it('is plain lines where it is piped, one at each tenth and after each half minute', () => {
    const out = stream({});
    let clock = 0;
    const progress = progressOn(out, () => clock);
    for (const [share, at] of [
      [0, 0],
      [0.01, 5_000],
      [0.02, 31_000],
      [0.11, 32_000],
      [0.12, 33_000],
    ] as const) {
      clock = at;
      progress.show(`share ${share}`, share);
    }
    progress.end();
    expect(written(out)).toBe('share 0\nshare 0.02\nshare 0.11\n');
  });

  it('is one line that is drawn again on a terminal, and no wider than it', () => {
    const out = stream({ isTTY: true, columns: 44 });
    const progress = progressOn(out);
    progress.show('60 of 126 calls, $0.13', 0.5);
    progress.show('61 of 126 calls, $0.13', 0.5);
    progress.end();
    const text = written(out);
    expect(text.match(/\n/g)).toHaveLength(1);
    const drawn = stripVTControlCharacters(text.split('\u001b[1G').at(-1)!).trimEnd();
    expect(drawn).toBe('██████░░░░░░░  50 %  61 of 126 calls, $0.13');
  });

  it('says what it waits for once where it is piped', () => {
    const out = stream({});
    const progress = progressOn(out);
    progress.wait('Writing checks');
    progress.wait('Writing checks');
    expect(written(out)).toBe('Writing checks …\n');
  });
});
