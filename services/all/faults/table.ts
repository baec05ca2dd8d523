import type { Round, Strike } from './round.ts';

const seconds = (ms: number) => (ms / 1000).toFixed(1);
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** What was seen, as Markdown: a row a kind of fault, then a row a fault. */
export function table(rounds: readonly Round[]): string {
  const kinds = [...new Set(rounds.map(({ fault }) => fault))];
  const summary = kinds.map((kind) => {
    const of = rounds.filter(({ fault }) => fault === kind);
    const sum = (part: (one: Round) => number) => of.reduce((total, one) => total + part(one), 0);
    const resumed = of.flatMap(({ strikes }) => strikes.map(({ resumed_ms }) => resumed_ms));
    return [
      kind,
      resumed.length,
      of.length,
      sum(({ calls }) => calls),
      sum(({ in_doubt }) => in_doubt),
      sum(({ repeated }) => repeated),
      resumed.length > 0 ? `${seconds(median(resumed))} / ${seconds(Math.max(...resumed))}` : '',
      sum(({ wrong }) => wrong.length),
    ];
  });
  let number = 0;
  const each = rounds.flatMap(({ strikes }) =>
    strikes.map(({ fault, answered, away_ms, resumed_ms }: Strike) => [
      ++number,
      fault,
      answered,
      seconds(away_ms),
      seconds(resumed_ms),
    ]),
  );
  return [
    lines(
      [
        'fault',
        'times',
        'evaluations',
        'calls',
        'in doubt',
        'requests repeated',
        'resumed after s, median / most',
        'wrong',
      ],
      summary,
    ),
    lines(['#', 'fault', 'answered by then', 'away s', 'resumed after s'], each),
  ].join('\n\n');
}

const lines = (head: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
