import { z } from 'zod';
import { fail, pass } from '../evaluation.ts';
import { Share } from '../parameters.ts';
import { Part } from '../parts.ts';
import { defineRule, type Evaluation } from '../rule.ts';

const Weighted = z.strictObject({ of: Part, weight: z.number().min(0).max(1_000_000).default(1) });

export const shareOf = defineRule({
  rule: 'share_of',
  meaning: 'Of these rules, each with its weight, at least this share passes.',
  parameters: z.strictObject({ rules: z.array(Weighted).min(1).max(50), at_least: Share }),
  example: {
    rules: [{ of: { rule: 'contains', text: 'hello' } }, { of: { rule: 'only_json' }, weight: 2 }],
    at_least: 0.5,
  },
  guards: ['wrong_value'],
  parts: ({ rules }) => rules.map(({ of }) => of),
  join(evaluations, { rules, at_least }) {
    const share = (...verdicts: Evaluation['verdict'][]) => {
      const sum = (counts: (at: number) => boolean) =>
        rules.reduce((total, { weight }, at) => total + (counts(at) ? weight : 0), 0);
      const all = sum(() => true);
      return all === 0 ? 0 : sum((at) => verdicts.includes(evaluations[at]!.verdict)) / all;
    };
    const found = share('pass');
    if (found >= at_least) return pass(`${found.toFixed(2)} pass`);
    const open = evaluations.find(({ verdict }) => verdict === 'error' || verdict === 'not_applicable');
    if (open && share('pass', 'error', 'not_applicable') >= at_least) return open;
    return fail({ found: `a share of ${found.toFixed(2)}`, expected: `at least ${at_least}` });
  },
});
