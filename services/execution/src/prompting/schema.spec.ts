import { OutputSpec } from '@taskbench/contracts';
import { schemaOf } from './schema.ts';

const schemaFor = (fields: object) => schemaOf(OutputSpec.parse({ items: '$.list', fields }))!;

describe('The schema of an answer', () => {
  it('holds a model to it: every field, null where it says nothing, and no other', () => {
    const fields = { a: 'text', b: { match: 'fuzzy', weight: 2 }, c: 'number', d: 'date', e: 'time', f: 'boolean' };
    const [text, number] = [{ type: ['string', 'null'] }, { type: ['number', 'null'] }];
    const item = {
      type: 'object',
      properties: { a: text, b: text, c: number, d: text, e: text, f: { type: ['boolean', 'null'] } },
      required: ['a', 'b', 'c', 'd', 'e', 'f'],
      additionalProperties: false,
    };
    expect(schemaFor(fields)).toEqual({
      name: 'answer',
      strict: true,
      schema: {
        type: 'object',
        properties: { list: { type: 'array', items: item } },
        required: ['list'],
        additionalProperties: false,
      },
    });
  });
  it.each(['exact', 'set', 'interval'])('does not where a right answer may be of another type: %s', (match) =>
    expect(schemaFor({ a: 'text', b: match })).not.toHaveProperty('strict'),
  );
});
