import { OutputSpec } from '@taskbench/contracts';
import { canJoin, joined } from './join.ts';

const output = (of: object) => OutputSpec.parse(of);

describe('Answers to parts of an input', () => {
  it.each([
    [
      'JSON under a name',
      { items: '$.todo' },
      ['{"todo":[{"a":1},{"a":2}]}', '```json\n{"todo":[{"a":2},{"a":3}]}\n```'],
      '{"todo":[{"a":1},{"a":2},{"a":3}]}',
    ],
    ['a JSON list', {}, ['["A","B"]', '[" b ","C"]', '[]'], '["A","B","C"]'],
    ['JSON Lines', { format: 'json_lines' }, ['{"a":1}\n{"a":2}', '{"a":2}'], '{"a":1}\n{"a":2}'],
    [
      'CSV',
      { format: 'csv' },
      ['who,what\nAnn,call', 'who,what\nann,CALL\nBob,write'],
      'who,what\nAnn,call\nBob,write',
    ],
  ])('are joined in order, without what the part before has too: %s', (_, spec, answers, whole) =>
    expect(joined(answers, output(spec))).toEqual({ text: whole, unjoined: false }),
  );
  it('keep what one part says twice, and what stands again further on', () => {
    expect(joined(['["A","A"]', '["B"]', '["A"]'], output({})).text).toBe('["A","A","B","A"]');
  });
  it.each([
    ['JSON', {}, ['["A"]', 'Sorry.']],
    ['JSON Lines', { format: 'json_lines' }, ['{"a":1}', 'Sorry.']],
    ['CSV and a sentence', { format: 'csv' }, ['who,what\nAnn,call', 'Sorry, I cannot help.']],
    ['CSV in two orders', { format: 'csv' }, ['who,what\nAnn,call', 'what,who\nwrite,Bob']],
    ['CSV without its header', { format: 'csv' }, ['who,what\nAnn,call', 'Bob,write']],
    ['sentences where columns are declared', { format: 'csv', fields: { who: 'exact' } }, ['Sorry.', 'Sorry.']],
  ])('of which one cannot be read say nothing together, and are all shown: %s', (_, spec, answers) =>
    expect(joined(answers, output(spec))).toEqual({ text: answers.join('\n'), unjoined: true }),
  );
  it('are read in a code fence with words around it, as an answer to the whole is', () =>
    expect(joined(['Here:\n```json\n["A"]\n```\nDone.', '["B"]'], output({})).text).toBe('["A","B"]'));
  it('of labels and texts cannot be joined', () =>
    expect(
      ['json', 'json_lines', 'csv', 'label', 'text', 'markdown'].filter((format) => canJoin(output({ format }))),
    ).toEqual(['json', 'json_lines', 'csv']));
});
