import { readAnswer } from './read-answer.ts';

const check = (name: string, rule: object = { rule: 'valid_json' }) => ({
  name,
  description: 'd',
  validation_rule: rule,
  severity: 'critical',
});
const answer = (...checks: object[]) => JSON.stringify({ checks });

describe("A generator's answer", () => {
  it('becomes checks that are candidates until something proves them', () => {
    expect(readAnswer(answer(check('a')))).toEqual({
      checks: [{ ...check('a'), state: 'candidate' }],
      dropped: 0,
      repetitions: null,
    });
  });
  it('is read from a code fence with prose around it', () => {
    expect(readAnswer('Here:\n```json\n' + answer(check('a')) + '\n```')?.checks).toHaveLength(1);
  });
  it('is read from a code fence after prose with braces', () => {
    expect(
      readAnswer(`Here is {the} set:\n\`\`\`json\n${answer(check('a'))}\n\`\`\`\nUse {{it}} well.`)?.checks,
    ).toHaveLength(1);
  });
  it('is read from between prose without a fence', () => {
    expect(readAnswer(`Sure: ${answer(check('a'))} Done.`)?.checks).toHaveLength(1);
  });
  it('may be fewer than were asked for, or none that can be used', () => {
    expect(readAnswer(answer(check('a'), check('b')))?.checks).toHaveLength(2);
    expect(readAnswer(answer({ name: 'x' }))).toMatchObject({ checks: [], dropped: 1 });
  });
  it.each([
    ['an unknown rule', check('b', { rule: 'run_python' })],
    ['an unknown parameter', check('b', { rule: 'valid_json', code: 'x' })],
    ['a missing name', { validation_rule: { rule: 'valid_json' } }],
    ['a name said twice', check('a')],
  ])('loses checks with %s, and counts them', (_, bad) => {
    expect(readAnswer(answer(check('a'), bad))).toMatchObject({ checks: [{ name: 'a' }], dropped: 1 });
  });
  it('loses checks that run code, which only people may give', () => {
    const code = answer(check('a'), check('b', { rule: 'all_of', rules: [{ rule: 'lambda', code: '() => true' }] }));
    expect(readAnswer(code)).toMatchObject({ checks: [{ name: 'a' }], dropped: 1 });
  });
  it.each([
    [
      { n: 3, reason: ' Answers vary. ' },
      { n: 3, reason: 'Answers vary.' },
    ],
    [{ n: 0, reason: 'none' }, null],
    [{ n: 11, reason: 'many' }, null],
    [{ n: 2.5, reason: 'half' }, null],
    [{ n: '3', reason: 'words' }, null],
    [{ n: 3 }, null],
    [{ n: 3, reason: '' }, null],
    [3, null],
    [null, null],
  ])('may propose repetitions: %j is %j, and loses no checks', (repetitions, read) =>
    expect(readAnswer(JSON.stringify({ checks: [check('a')], repetitions }))).toMatchObject({
      checks: [{ name: 'a' }],
      repetitions: read,
    }),
  );
  it('keeps at most eight', () => {
    const many = Array.from({ length: 12 }, (_, at) => check(`c${at}`));
    expect(readAnswer(answer(...many))).toMatchObject({ checks: { length: 8 }, dropped: 4 });
  });
  it.each(['', 'no', '[]', '{"checks":1}', '{"checks":[}'])('cannot be read when it is %j', (text) =>
    expect(readAnswer(text)).toBeNull(),
  );
});
