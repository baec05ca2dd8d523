import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Results } from './results.ts';

const script = join(import.meta.dirname, '../../test/print-results.ts');
const printed = (order: string, TZ: string, LANG: string) =>
  execFileSync(process.execPath, [script, order], {
    env: { PATH: process.env.PATH, TZ, LANG, LC_ALL: LANG },
    encoding: 'utf8',
  });

describe('Results of the same rows', () => {
  const here = printed('forwards', 'UTC', 'C');
  it.each([
    ['another time zone and language', 'forwards', 'Pacific/Apia', 'tr_TR.UTF-8'],
    ['another order', 'backwards', 'America/St_Johns', 'ar_EG.UTF-8'],
    ['another run', 'forwards', 'UTC', 'C'],
  ])('are the same bytes in %s', (_, order, zone, language) => expect(printed(order, zone, language)).toBe(here));

  it('hold every figure: intervals, ranks and repeats', () => {
    const { view } = JSON.parse(here) as Results;
    expect(view).toMatchObject({ groups: 12, rows: [{ f1: { n: 24 }, repeats: { inputs: 24 } }, {}, {}] });
    expect(view.rows.every(({ f1, micro, repeats }) => f1?.low && micro?.f1 && repeats?.same_answer !== null)).toBe(
      true,
    );
  });
});
