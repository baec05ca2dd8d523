import { codeIn } from './code.ts';

const lambda = { rule: 'lambda', code: '() => true' };

describe('The code in a check', () => {
  it.each([
    ['its own', lambda, ['() => true']],
    [
      'that of the rules in it',
      { rule: 'all_of', rules: [{ rule: 'all_of', rules: [lambda] }, lambda] },
      ['() => true', '() => true'],
    ],
    ['none of rules that only judge', { rule: 'regex', pattern: 'lambda' }, []],
    ['none where it cannot be read', { rule: 'lambda' }, []],
  ])('is %s', (_, rule, code) => expect(codeIn(rule)).toEqual(code));
});
