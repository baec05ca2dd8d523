import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OutputSpec } from '@taskbench/contracts';
import { readSamples } from '@taskbench/simulator';
import { parse } from 'yaml';
import { leaksOf, type PromptPart } from './leaks.ts';

const found = (parts: PromptPart[], inputs: Parameters<typeof leaksOf>[1], format: OutputSpec['format'] = 'label') =>
  leaksOf(parts, inputs, format);
const says = (text: string, part = 'prompt'): PromptPart[] => [{ part, text }];
const input = (id: string, text: string, gold: unknown) => ({ id, text, gold: gold as never });

const meeting = input('standup', 'Priya writes up what failed. Tomas looks at the board.', {
  items: [
    { owner: 'Priya', action: 'Write up the import failure', due: '2026-11-04' },
    { owner: 'Tomas', action: 'Add the retry queue to the sprint board', due: null },
  ],
});
const other = input('kickoff', 'Ana asks about invoices.', {
  items: [{ owner: 'Ana', action: 'Ask finance about both invoices' }],
});
const tickets = [
  input('t1', 'My money is not back yet.', 'refund request'),
  input('t2', 'It crashes when I log in.', 'technical problem'),
  input('t3', 'Where is my money?', 'refund request'),
];
const story = input('q1', 'Who found the island?', 'The island was found by Captain Ruiz in the spring');
const lease = input('q2', 'Until when may we stay?', 'The lease ends on the first of May');

describe('A right answer that stands in the prompt', () => {
  it.each([
    ['a field of one item', 'For example: write up the import failure.', [meeting, other]],
    ['however it is written', 'e.g. “WRITE  UP\nthe import-failure”', [meeting, other]],
    ['an example copied from the gold', `Example: ${JSON.stringify(meeting.gold)}`, [meeting, other]],
    ['the second item', 'such as: Add the retry queue to the sprint board, no due date', [meeting]],
    ['examples of two inputs', 'Write up the import failure; ask finance about both invoices.', [meeting, other]],
    ['a text', 'Hint: the island was found by captain Ruiz in the spring.', [story]],
    ['a text over several lines', 'Hint:\nThe island was found\nby Captain Ruiz\nin the spring', [story]],
    [
      'one label alone',
      'These are refund requests? Say refund request.',
      [input('t1', 'My money is not back yet.', 'refund request')],
    ],
    ['a label of which the prompt names no other', 'Most are a refund request.', tickets],
    [
      'a list of texts',
      'Concepts: hash collisions, open addressing',
      [input('l1', 'A lecture.', ['hash collisions', 'open addressing'])],
    ],
    [
      'a nested text',
      'The cause was a full disk in Oslo.',
      [input('i1', 'It was down.', { cause: { text: 'a full disk in Oslo' } })],
    ],
  ] as const)('is found: %s', (_, prompt, inputs) => {
    expect(found(says(prompt), inputs)).not.toEqual([]);
  });

  it.each(['text', 'json', 'markdown'] as const)(
    'is found beside another where answers are %s, no labels',
    (format) => {
      const both = says('The island was found by Captain Ruiz in the spring. The lease ends on the first of May.');
      expect(found(both, [story, lease], format).map(({ input_id }) => input_id)).toEqual(['q1', 'q2']);
    },
  );

  it('is found where the prompt shows labelled inputs', () => {
    const shot =
      'Labels: refund request, technical problem.\nExample: It crashes when I log in on my phone today. → technical problem';
    const inputs = [...tickets, input('t4', 'It crashes when I log in on my phone today.', 'technical problem')];
    expect(found(says(shot), inputs).map(({ input_id }) => input_id)).toContain('t4');
  });

  it('is told with input, part, line and the words around', () => {
    const parts = [
      ...says('Find what is to be done.', 'description'),
      ...says('Be short.\nFor example: write up\nthe import failure', 'constraints.0'),
    ];
    expect(found(parts, [meeting])).toEqual([
      { input_id: 'standup', part: 'constraints.0', line: 2, excerpt: 'For example: write up' },
    ]);
  });
});

describe('A prompt that gives nothing away', () => {
  const dated = input('d1', 'It was last spring.', {
    date: '2026-11-04',
    count: 12_345_678,
    done: true,
    share: '12 345.67 %',
  });
  const severities = ['minor inconvenience', 'complete outage', 'minor inconvenience', 'complete outage'].map(
    (severity, at) => input(`s${at}`, `Report ${at}.`, { severity, summary: `Number ${at} is told in words here` }),
  );
  it.each([
    ['no gold at all', 'Extract every action item.', [meeting, other]],
    ['names of fields', 'Give owner, action and due date of each item.', [meeting]],
    [
      'what stands in the input as well',
      'Priya writes up what failed.',
      [input('a', 'Priya writes up what failed.', 'Priya writes up what failed.')],
    ],
    ['all labels', 'Answer with one of: refund request, technical problem.', tickets],
    ['labels that each occur once', 'One of: refund request, technical problem.', tickets.slice(0, 2)],
    ['short words', 'Say yes or no. Owners are people such as Priya.', [input('a', 'x', 'yes'), meeting]],
    ['dates, numbers and truth values', 'Like 2026-11-04, 12345678, true or 12 345.67 %', [dated]],
    [
      'the values of a field that answers are chosen from',
      'severity: minor inconvenience or complete outage',
      severities,
    ],
    [
      'what most inputs answer',
      'Where nothing is to be done, say: there is nothing to do',
      [1, 2, 3, 4, 5].map((at) =>
        input(`n${at}`, `Note ${at}`, at < 4 ? 'there is nothing to do' : `do thing number ${at} soon`),
      ),
    ],
    ['a part of a longer word', 'Nontechnical problematic things', [input('a', 'x', 'technical problem')]],
    ['inputs without gold', 'Write up the import failure.', [input('a', 'x', undefined)]],
    ['an empty gold', 'Write up the import failure.', [input('a', 'x', []), input('b', 'y', null)]],
    [
      'an example made up for the prompt',
      'Example: {"owner":"Zoe","action":"Water the plants on Friday"}',
      [meeting, other],
    ],
    ['a rule about the form', 'Begin each action with a verb: Write, Add, Ask.', [meeting, other]],
    ['half of a text', 'The island was found', [story]],
    ['the words in another order', 'import failure up, write the', [meeting]],
    ['the texts of inputs', 'Notes look like: Tomas looks at the board.', [meeting]],
    ['the name of the task', 'Meeting action items', [meeting]],
    ['nothing', '', [meeting]],
    ['only the placeholder', '{{input}}', [meeting]],
  ] as const)('is not stopped: %s', (_, prompt, inputs) => expect(found(says(prompt), inputs)).toEqual([]));

  const samples = join(import.meta.dirname, '../../../../samples');
  it.each(readdirSync(samples))('is not stopped: the sample %s', async (name) => {
    const {
      description,
      constraints = [],
      output_format = '',
      prompt = '',
      output,
    } = parse(readFileSync(join(samples, name, 'task.yaml'), 'utf8')) as Record<string, string> & {
      constraints?: string[];
      output: OutputSpec;
    };
    const inputs = (await readSamples(samples)).filter(({ sample }) => sample === name);
    expect(inputs.length).toBeGreaterThan(0);
    const parts = [description, ...constraints, output_format, prompt].map((text, at) => ({
      part: String(at),
      text: text ?? '',
    }));
    expect(found(parts, inputs as never, output.format)).toEqual([]);
  });
});
