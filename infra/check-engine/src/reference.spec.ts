import { judged, pointedAt } from './spec-verdict.ts';

const lat = { type: 'object', required: ['lat'], properties: { lat: { type: 'number', maximum: 90 } } };
const weather = ['The weather is beautiful today'];

describe('A rule that holds an output to the letter', () => {
  it.each([
    [{ rule: 'equals', value: 'Paris' }, 'Paris', 'Paris\n'],
    [{ rule: 'equals', value: '' }, '', ' '],
    [{ rule: 'equals', value: { a: [1, { b: null, c: 2 }] } }, ' {"a": [1, {"c": 2, "b": null}]}', '{"a":[1]}'],
    [{ rule: 'equals', value: [1, 2] }, '[1,2]', '[2,1]'],
    [{ rule: 'equals', value: null }, 'null', 'none'],
    [{ rule: 'edit_distance', text: 'kitten', max: 3 }, 'sitting', 'sitting.'],
    [{ rule: 'edit_distance', text: 'kitten', max: 0 }, 'kitten', 'kitteN'],
    [{ rule: 'edit_distance', text: 'abc', max: 2 }, 'c', ''],
    [{ rule: 'verbatim', texts: ['1,000', 'in stock'] }, '1,000 are in stock', '1000 in  stock'],
    [{ rule: 'verbatim', texts: ['Ａ'] }, 'Ａ', 'A'],
    [{ rule: 'verbatim', texts: ['a', 'B'], at_least: 1 }, 'xB', 'Ab'],
    [{ rule: 'verbatim', texts: ['STRASSE É'], ignore_case: true }, 'x strasse é', 'straße é'],
    [{ rule: 'verbatim', texts: ['Yes'], at: 'start' }, 'Yes, it is', ' Yes'],
    [{ rule: 'word_count', min: 3, max: 3, parted_by: 'white_space' }, 'well-known - fact', 'a - b - c'],
    [{ rule: 'word_count', max: 0, parted_by: 'white_space' }, ' \n', '-'],
    [{ rule: 'gleu', references: ['hello world'], at_least: 1 }, 'Hello  world.', 'hello big world'],
    [
      { rule: 'gleu', references: weather, at_least: 0.45 },
      'The weather is nice today',
      "Today's weather is beautiful",
    ],
    [{ rule: 'gleu', references: ['a b', 'c d'] }, 'c d', 'e f'],
    [{ rule: 'gleu', references: ['...'], at_least: 0.1 }, 'never', '...'],
    [{ rule: 'bleu', references: ['hello world'], at_least: 1 }, 'HELLO world', 'hello'],
    [{ rule: 'bleu', references: weather, at_least: 1 }, weather[0]!.toUpperCase(), 'The weather is nice today'],
    [{ rule: 'bleu', references: [' ', 'hello'], at_least: 1 }, 'hello', ''],
  ])('%j passes %j and fails %j', async (rule, good, bad) => {
    if (good !== 'never') expect((await judged(rule, good)).verdict).toBe('pass');
    expect(await judged(rule, bad)).toMatchObject({ verdict: 'fail', found: expect.any(String) });
  });

  it.each([
    ['gleu', 'The weather is nice today', 7 / 14], // 4 of 5 words, 2 of 4 pairs, 1 of 3 threes
    ['gleu', 'the the the', 1 / 14], // 1 of 6 runs, and 1 of the reference's 14
    ['bleu', 'The weather is beautiful', Math.exp(1 - 5 / 4)],
    ['bleu', 'the weather', Math.exp(1 - 5 / 2)], // no runs of three or four
    ['bleu', 'the the', Math.exp(1 - 5 / 2) * Math.sqrt(0.5 * 1e-7)],
  ])('%s of %j is the score by hand', async (rule, output, score) => {
    const at = (at_least: number) => judged({ rule, references: weather, at_least }, output);
    expect((await at(score - 1e-9)).verdict).toBe('pass');
    expect((await at(score + 1e-9)).verdict).toBe('fail');
  });

  it('looks at no output much longer than the text', async () =>
    expect(await judged({ rule: 'edit_distance', text: 'a', max: 5 }, 'a'.repeat(1_000_000))).toMatchObject({
      found: 'at least 999999',
    }));
});

describe('A rule of what stands somewhere in an output', () => {
  it.each([
    [{ rule: 'contains_json' }, 'Sure: {"a": "}"} and more', 'Sure: {a'],
    [{ rule: 'contains_json' }, '{{"a":{}}}', '[1, 2]'],
    [{ rule: 'contains_json', schema: lat }, '{"lat":91} or {"lat":9}', '{"lat":91} {"long":{"lat":1}}'],
    [{ rule: 'only_json', schema: lat }, ' {"lat":9}', '{"lat":91}'],
    [{ rule: 'only_json', schema: lat }, '{"lat":9,"x":1}', 'Here: {"lat":9}'],
    [{ rule: 'contains_html' }, 'See <b>this</b>.', 'a < b, and c > d'],
    [{ rule: 'contains_html' }, 'x <custom a="b" />', 'mail <ana@example.org>'],
    [{ rule: 'contains_html' }, '<x-y></x-y >', '<x-y>'],
    [{ rule: 'contains_html' }, '<x-y />', '<x-y/>'],
    [{ rule: 'contains_html' }, '<x-y> <!-- a - b -->', '<x-y> <!-- a -- b -->'],
    [{ rule: 'contains_html' }, '&#123; <!---->', '&# 1; <!--->'],
    [{ rule: 'contains_html' }, '<!DOCTYPE html>', 'salt &amp; pepper'],
    [{ rule: 'xml' }, '<root><child>Content</child></root>', '<root><child>Content</child></root'],
    [{ rule: 'xml' }, '<?xml version="1.0"?>\n<a b="c"/>', 'Here: <a/>'],
    [{ rule: 'xml' }, '<a>&amp;</a>', '<a>&nbsp;</a>'],
    [{ rule: 'xml', elements: ['a.b.c'] }, '<a><b><c>x</c></b></a>', '<a><b></b></a>'],
    [{ rule: 'xml', elements: ['a.b.1.c', 'a.b'] }, '<a><b/><b><c/></b></a>', '<a><b><c/></b><b/></a>'],
    [{ rule: 'xml', elements: ['a.b.c'] }, '<a><b><c/></b></a>', '<a><b><c/></b><b><c/></b></a>'],
    [{ rule: 'xml', anywhere: true }, 'Sure: <a b=">"><c/></a> bye', 'Sure: <a><c></a> bye'],
    [{ rule: 'xml', anywhere: true }, 'a <b <c/>', '1 < 2 <!-- <a/> -->'],
    [{ rule: 'xml', anywhere: true }, 'a <br> line <b>x</b>', '<b>x'],
    [{ rule: 'xml', anywhere: true, elements: ['a.b'] }, 'Text <a><b>x</b></a>', '<w><a><b>x</b></a></w>'],
    [{ rule: 'xml', anywhere: true, elements: ['a', 'b.c'] }, '<a/> and <b><c/></b>', '<b><c/><a/></b>'],
    [{ rule: 'xml', anywhere: true, elements: ['a'] }, '<x>&no;</x> <a/>', '<x><a>&no;</a></x>'],
  ])('%j passes %j and fails %j', async (rule, good, bad) => {
    expect((await judged(rule, good)).verdict).toBe('pass');
    expect(await judged(rule, bad)).toMatchObject({ verdict: 'fail', found: expect.any(String) });
  });

  it('points at the JSON that is valid', async () => {
    const output = 'first {"lat":91}, then {"lat": 9}.';
    expect(pointedAt(output, await judged({ rule: 'contains_json', schema: lat }, output))).toBe('{"lat": 9}');
  });

  it.each(['<q "', `<q '"`, '<q>', '</q>', '<!--', '<q ', '<', '{"', 'x'])(
    'looks over %j, however often it stands there',
    async (part) => {
      const output = part.repeat(250_000 / part.length);
      for (const rule of [{ rule: 'xml', anywhere: true }, { rule: 'contains_html' }, { rule: 'contains_json' }])
        expect((await judged(rule, output)).verdict).not.toBe('pass');
    },
    10_000,
  );

  it.each([
    [{ rule: 'xml' }, '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    [{ rule: 'contains_json' }, '{'.repeat(100_000)],
    [{ rule: 'gleu', references: ['a'] }, 'a '.repeat(210_000)],
  ])('%j gives no verdict on what it does not read', async (rule, output) =>
    expect((await judged(rule, output)).verdict).toBe('error'),
  );
});
