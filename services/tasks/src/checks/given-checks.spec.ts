import { BadInput } from '@taskbench/service-kit';
import { codeForbidden, givenChecks } from './given-checks.ts';

const check = (validation_rule: { rule: string; [parameter: string]: unknown }) => ({
  name: 'even',
  description: '',
  validation_rule,
  severity: 'warning' as const,
});
const lambda = { rule: 'lambda', code: '() => true' };
const errors = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    return (error as BadInput).errors;
  }
};

describe('Checks that run code', () => {
  it('are taken where the task and the operator allow it', () =>
    expect(givenChecks([check(lambda)], codeForbidden({ allow_code: true }))).toMatchObject([{ state: 'accepted' }]));

  it('are refused where the task does not say so, also inside another rule', () => {
    const refused = [
      {
        path: 'quality_checks.0.validation_rule',
        message: 'runs code, which a task must allow: allow_code: true',
      },
    ];
    const inside = { rule: 'all_of', rules: [{ rule: 'valid_json' }, lambda] };
    for (const rule of [lambda, inside])
      for (const task of [{}, { allow_code: false }])
        expect(errors(() => givenChecks([check(rule)], codeForbidden(task)))).toEqual(refused);
  });

  it('are refused where the operator forbids them, whatever the task says', () =>
    expect(errors(() => givenChecks([check(lambda)], codeForbidden({ allow_code: true }, false)))).toEqual([
      {
        path: 'quality_checks.0.validation_rule',
        message: 'runs code, which this TaskBench does not allow (TASKBENCH_ALLOW_LAMBDA=0)',
      },
    ]));

  it('leave others alone', () =>
    expect(givenChecks([check({ rule: 'valid_json' })], codeForbidden({}, false))).toHaveLength(1));
});
