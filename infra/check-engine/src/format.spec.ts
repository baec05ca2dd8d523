import { items, judged, pointedAt } from './spec-verdict.ts';

const schema = { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] };

describe('A rule of form', () => {
  it.each([
    [{ rule: 'valid_json' }, '{"a":1}', '{"a":'],
    [{ rule: 'valid_json' }, 'null', ''],
    [{ rule: 'only_json' }, ' [1]\r\n', 'Here: [1]'],
    [{ rule: 'only_json' }, '1', '```json\n1\n```'],
    [{ rule: 'only_json', allow_fence: true }, '```JSON\r\n{"a":1}\r\n```\n', '```json\n{"a":1}\n``` Done.'],
    [{ rule: 'json_schema', schema }, '{"a":1}', '{"a":1.5}'],
    [{ rule: 'json_schema', schema }, '{"a":0,"b":null}', 'a: 1'],
    [{ rule: 'json_lines', min: 2 }, '{"a":1}\r\n\r\n{"a":2}', '{"a":1}'],
    [{ rule: 'json_lines', min: 0 }, '', '{"a":1}\n{"a":'],
    [{ rule: 'json_lines', max: 9 }, '{}', '[1]'],
    [{ rule: 'json_lines', max: 9, objects: false }, '[1]\n2', 'two'],
    [{ rule: 'csv', columns: ['a', 'b'] }, 'a,b\r\n"x, ""y""\nz",2\r\n', 'a,b\n1,2,3'],
    [{ rule: 'csv', columns: ['a', 'b'], min_rows: 1 }, 'a, b\n1,', 'a,b\n'],
    [{ rule: 'csv', columns: ['a'], max_rows: 1 }, 'a\né', 'a\n1\n2'],
    [{ rule: 'csv', columns: ['a', 'b'], delimiter: ';' }, 'a;b\n1,5;2', 'a,b\n1,2'],
    [{ rule: 'csv', columns: ['a'] }, 'a', 'a\n"open'],
    [{ rule: 'csv', columns: ['a'] }, 'a\n"x"', 'a\n"x"y'],
    [{ rule: 'csv', columns: ['a'] }, 'a\n', ''],
    [
      { rule: 'markdown_table', columns: ['A', 'B'], min_rows: 1 },
      'See:\r\n\r\n| A | B |\r\n|:--|--:|\r\n| 1 | x \\| y |\r\n\r\nDone.',
      '| A | B |\n|---|---|\n',
    ],
    [{ rule: 'markdown_table', columns: ['A', 'B'] }, 'A|B\n-|-\n1|2', '| A | B |\n|---|---|\n| 1 |'],
    [{ rule: 'markdown_table', columns: ['A', 'B'] }, '|A|B|\n|-|-|', '| B | A |\n|---|---|'],
    [{ rule: 'markdown_table', columns: ['A'], max_rows: 0 }, '|A|\n|-|', 'A, B'],
    [{ rule: 'only_code_block' }, '```\nselect 1\n```', 'Try:\n```\nselect 1\n```'],
    [{ rule: 'only_code_block', language: 'sql' }, '\n~~~SQL\nselect 1\n~~~\n', '```py\n1\n```'],
    [{ rule: 'only_code_block' }, '```\na\n```', '```\na\n```\ntext\n```\nb\n```'],
    [{ rule: 'no_code_fence' }, 'a ` b', 'x\r\n```json\n1\n```'],
    [{ rule: 'no_code_fence' }, '', 'x\n  ~~~'],
    [{ rule: 'no_filler' }, 'Ana ships it.', 'Sure! Here it is:\nAna ships it.'],
    [{ rule: 'no_filler' }, '', 'Ana ships it.\n\nI hope this helps.\n'],
    [{ rule: 'no_filler' }, 'Surely not.\nIt is.', 'Here’s the list: a'],
    [{ rule: 'no_filler', phrases: ['Voici'] }, 'Le résumé', 'Voici le résumé'],
    [{ rule: 'exactly_one_of', texts: ['low', 'high'] }, ' High\r\n', 'The severity is high.'],
    [{ rule: 'exactly_one_of', texts: ['low'], case_sensitive: true }, 'low', 'Low'],
    [{ rule: 'exactly_one_of', texts: ['é'] }, 'e\u0301', ''],
  ])('%j passes %j and fails %j', async (rule, good, bad) => {
    expect((await judged(rule, good)).verdict).toBe('pass');
    expect(await judged(rule, bad)).toMatchObject({ verdict: 'fail', found: expect.any(String) });
  });

  it.each([
    [{ rule: 'json_lines', min: 1 }, '{"a":1}\n{"a":', '{"a":'],
    [{ rule: 'csv', columns: ['a', 'b'] }, 'a,b\n1,2\n3\n', '3'],
    [{ rule: 'markdown_table', columns: ['A', 'B'] }, 'A|B\n-|-\n1|2\n3|', '3|'],
    [{ rule: 'no_code_fence' }, 'x\r\n```json\r\n1', '```json'],
    [{ rule: 'no_filler' }, 'Yes.\n\nLet me know!\n', 'Let me know!'],
    [{ rule: 'json_schema', schema }, '{"a": "é"}', '"é"'],
  ])('%j points in %j at %j', async (rule, output, place) =>
    expect(pointedAt(output, await judged(rule, output))).toBe(place),
  );

  it('json_schema says where, and what is wrong there', async () => {
    const deep = { properties: { items: { items: { required: ['owner'] } } } };
    const { evidence } = await judged({ rule: 'json_schema', schema: deep }, items({ owner: 'Ana' }, {}));
    expect(evidence).toMatch(/#\/items\/1/);
  });
});
