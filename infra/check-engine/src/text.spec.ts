import { sentences } from './sentences.ts';
import { judged, pointedAt } from './spec-verdict.ts';

const ENGLISH = 'The meeting was moved to Thursday because the room is taken on the other days.';
const FRENCH = 'La réunion a été déplacée à jeudi parce que la salle est occupée les autres jours.';

describe('A rule of text', () => {
  it.each([
    [{ rule: 'character_count', max: 2 }, '👍👍', 'abc'],
    [{ rule: 'character_count', min: 1 }, '\uD800', ''],
    [{ rule: 'word_count', min: 2, max: 3 }, 'naïve co-op', 'one'],
    [{ rule: 'word_count', max: 2 }, '', 'one two\r\nthree'],
    [{ rule: 'sentence_count', min: 2, max: 2 }, 'Dr. Smith came, e.g. by car. He left!', 'One. Two. Three?'],
    [{ rule: 'sentence_count', max: 1 }, '3.5 percent at 10 a.m. is fine', 'Yes. No.'],
    [{ rule: 'paragraph_count', min: 2, max: 2 }, 'a\r\n\r\n \r\nb\r\n', 'a\nb'],
    [{ rule: 'paragraph_count', min: 2, separator: '***' }, '***a***\nb', 'a***  ***b***c'],
    [{ rule: 'paragraph_starts_with', paragraph: 2, word: 'however' }, 'a\n\n"However", b', 'However\n\na'],
    [{ rule: 'paragraph_starts_with', paragraph: 1, word: 'été' }, '**Été**', 'étés'],
    [{ rule: 'line_count', max: 2 }, 'a\r\n\r\nb\n', 'a\nb\rc'],
    [{ rule: 'bullet_count', min: 2, max: 2 }, '* a\n - b\n-- c\n**d**\n---', '* a'],
    [{ rule: 'contains', text: 'ＡＢ', times: 2 }, 'ab AB', 'ab'],
    [{ rule: 'contains', text: 'Ab', case_sensitive: true }, 'Ab', 'AB'],
    [{ rule: 'keywords', keywords: ['Budget', 'due date'] }, 'budgets and due\ndate', 'budget'],
    [{ rule: 'keywords', keywords: ['cat', 'dog'], at_least: 1, whole_words: true }, 'a dog', 'category'],
    [{ rule: 'keyword_count', keyword: 'café', min: 2, max: 2 }, 'Cafe\u0301 café', 'café'],
    [{ rule: 'keyword_count', keyword: 'aa', max: 1 }, 'aaa', 'aaaa'],
    [{ rule: 'keyword_count', keyword: 'C++', min: 1, whole_words: true }, 'in C++.', 'C+ +'],
    [{ rule: 'forbidden_words', words: ['sorry'] }, 'sorryful', 'I am SORRY.'],
    [{ rule: 'forbidden_words', words: ['as an AI'] }, 'has an aim', 'As  an\nAI I'],
    [{ rule: 'letter_frequency', letter: 'e', min: 2 }, 'Ee', 'e'],
    [{ rule: 'letter_frequency', letter: '!', max: 0 }, '?', 'no!'],
    [{ rule: 'starts_with', texts: ['My answer is'] }, ' "my  answer IS yes."', 'Yes, my answer is'],
    [{ rule: 'starts_with', texts: ['A'], case_sensitive: true }, 'Ab', 'ab'],
    [
      { rule: 'ends_with', texts: ['Any other questions?'] },
      'x. "Any other questions?"\r\n',
      'Any other questions? No.',
    ],
    [{ rule: 'regex', pattern: '^\\{' }, '{}', 'x{'],
    [{ rule: 'regex', pattern: '(a+)+$', must_match: false }, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', 'aa'],
    [{ rule: 'letter_case', case: 'upper' }, 'ÄB 1!', 'Äb'],
    [{ rule: 'letter_case', case: 'lower' }, 'straße', '123'],
    [{ rule: 'capital_word_count', min: 2, max: 2 }, 'A WELL-KNOWN Fact, iOS', 'NASA'],
    [{ rule: 'capital_word_count', max: 0 }, '', '42 ÉTÉ'],
    [{ rule: 'quoted' }, ' "a" ', '"a'],
    [{ rule: 'quoted' }, '“a”', '"'],
    [{ rule: 'quoted', straight: true }, '""', '“a”'],
    [{ rule: 'title' }, 'x <<Poem of joy>> y', '<<  >>'],
    [{ rule: 'title' }, '<<é>>', '<<a\nb>>'],
    [{ rule: 'headings', headings: ['Summary', 'Next'] }, '# Summary #\r\n## Else\r\n### next', '# Next\n# Summary'],
    [{ rule: 'highlight_count', min: 2 }, '*a* **b**', '* a\n* b ** **'],
    [{ rule: 'placeholder_count', min: 2 }, '[name], [date]', '[name\n] [x'],
    [{ rule: 'postscript' }, 'Dear\n\nP.S. Bring tea.', 'Psychology'],
    [{ rule: 'postscript', marker: 'P.P.S' }, '**p. p. s.** more', 'P.S. one'],
    [{ rule: 'postscript' }, 'PS: ok', 'a\nP.S.\n'],
    [{ rule: 'numbered_sections', min: 2, word: 'SECTION' }, 'SECTION 1\na\nSECTION 2', 'Section 1 Section 2'],
    [{ rule: 'numbered_sections', max: 9, in_order: true }, 'Section 1 Section 2', 'Section 2 Section 1'],
    [{ rule: 'several_responses' }, 'a\r\n******\r\nb', 'a ****** A'],
    [{ rule: 'several_responses', count: 3, separator: '|' }, '|a|b|c|', 'a||b|c'],
    [{ rule: 'repeats_prompt', prompt: 'Write a poem.' }, 'write a\npoem. Cats…', 'Sure. Write a poem.'],
    [{ rule: 'no_commas' }, 'a; b', 'a，b'],
    [{ rule: 'language', language: 'en' }, ENGLISH, FRENCH],
    [{ rule: 'language', language: 'fr' }, FRENCH, `${FRENCH} ${ENGLISH.repeat(40)}`],
    [{ rule: 'language', language: 'fr' }, JSON.stringify({ the_summary_of_the_meeting: FRENCH }), ENGLISH],
  ])('%j passes %j and fails %j', async (rule, good, bad) => {
    expect((await judged(rule, good)).verdict).toBe('pass');
    expect(await judged(rule, bad)).toMatchObject({ verdict: 'fail', found: expect.any(String) });
  });

  it.each([
    [{ rule: 'word_count', max: 2 }, 'one two\r\nthree four', 'three'],
    [{ rule: 'sentence_count', max: 1 }, 'One. Two. ', 'Two.'],
    [{ rule: 'forbidden_words', words: ['SORRY'] }, 'I am Sorry.', 'Sorry'],
    [{ rule: 'no_commas' }, 'a, b', ','],
    [{ rule: 'letter_case', case: 'lower' }, 'a Big b', 'Big'],
    [{ rule: 'regex', pattern: 'b+', must_match: false }, 'aéabbc', 'bb'],
    [{ rule: 'several_responses' }, 'a ****** b ****** c', 'c'],
    [{ rule: 'ends_with', texts: ['x'] }, ' the end ', 'the end'],
  ])('%j points in %j at %j', async (rule, output, place) =>
    expect(pointedAt(output, await judged(rule, output))).toBe(place),
  );

  it('repeats_prompt without a prompt wants the input', async () => {
    expect((await judged({ rule: 'repeats_prompt' }, 'Who? Ana.', 'Who?')).verdict).toBe('pass');
    expect((await judged({ rule: 'repeats_prompt' }, 'Ana.', 'Who?')).verdict).toBe('fail');
  });

  it.each(['', 'OK', '12345 67890', '{"a":1}', '🙂🙂🙂', 'Ana Bob'])('language does not judge %j', async (output) =>
    expect((await judged({ rule: 'language', language: 'en' }, output)).verdict).toBe('not_applicable'),
  );

  it('sentences end where people end them', () =>
    expect(
      sentences('Mr. Ray paid $3.50. “Really?” he asked… See No. 5 is next:\r\n- one\n').map(({ text }) => text),
    ).toEqual(['Mr. Ray paid $3.50.', '“Really?” he asked… See No. 5 is next:', '- one']));
});
