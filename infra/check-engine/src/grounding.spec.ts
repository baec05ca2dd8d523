import { items, judged, pointedAt } from './spec-verdict.ts';

const INPUT = 'Ana  Lopez ships 1,200 units (AB-12, CD-7) by 2026-11-24, “rain or shine”. Mail ana@example.org.';

describe('A rule of grounding', () => {
  it.each([
    [
      { rule: 'grounded_field', field: 'owner' },
      items({ owner: 'ana lopez' }, { owner: null }),
      items({ owner: 'Bob' }),
    ],
    [{ rule: 'grounded_field', field: 'n' }, items({ n: 12 }), items({ n: 13 })],
    [
      { rule: 'values_from_input' },
      items({ a: 'ANA lopez', n: 1200, ok: true, no: null }),
      items({ a: 'Ana', n: 1201 }),
    ],
    [{ rule: 'values_from_input', except: ['kind'] }, items({ kind: 'task', n: -7 }), items({ sort: 'task' })],
    [{ rule: 'values_from_input' }, '[]', 'no JSON'],
    [{ rule: 'numbers_from_input', allow: [-2] }, '2 people, 1200 units', 'about 1,300 units'],
    [{ rule: 'numbers_from_input' }, '[1200,12,7]', '[1200,12,8]'],
    [{ rule: 'numbers_from_input' }, 'H2O', '2'],
    [{ rule: 'quotes_from_input' }, 'She said: "Rain or Shine."', 'She said: “come rain or shine”'],
    [{ rule: 'mentions_from_input', pattern: '[A-Z]{2}-[0-9]+' }, 'cd-7 and AB-12', 'AB-12 and CD-70'],
    [{ rule: 'no_personal_data', kinds: ['email'] }, 'a @ b.c', 'to bob.x@mail.example.com now'],
    [{ rule: 'no_personal_data', kinds: ['phone'] }, 'on 2026-11-24, 1,200,000 units', 'call +44 20 7946 0958'],
    [{ rule: 'no_personal_data', kinds: ['card'] }, '4111 1111 1111 1112', '4111 1111 1111 1111'],
    [{ rule: 'no_personal_data', kinds: ['iban'] }, 'DE89 3704 0044 0532 0130 01', 'DE89 3704 0044 0532 0130 00'],
    [{ rule: 'no_personal_data', kinds: ['us_social_security'] }, '000-12-3456', '123-45-6789'],
    [{ rule: 'no_personal_data', kinds: ['ip_address'] }, 'version 1.2.3', 'at 10.0.0.255'],
    [{ rule: 'no_personal_data', allow_from_input: true }, 'ana@example.org', 'bob@example.org'],
  ])('%j passes %j and fails %j', async (rule, good, bad) => {
    expect((await judged(rule, good, INPUT)).verdict).toBe('pass');
    expect(await judged(rule, bad, INPUT)).toMatchObject({ verdict: 'fail', found: expect.any(String) });
  });

  it.each([
    [{ rule: 'numbers_from_input' }, 'from 12 to 13.', '13'],
    [{ rule: 'no_personal_data' }, 'Write to bob@example.org today', 'bob@example.org'],
    [{ rule: 'quotes_from_input' }, 'He said "it will not rain"!', '"it will not rain"'],
    [{ rule: 'values_from_input' }, '{"a": "é"}', '"é"'],
  ])('%j points in %j at %j', async (rule, output, place) =>
    expect(pointedAt(output, await judged(rule, output, INPUT))).toBe(place),
  );

  it.each([
    [{ rule: 'quotes_from_input' }, 'no "quote"'],
    [{ rule: 'mentions_from_input', pattern: 'ZZ-[0-9]+' }, 'anything'],
  ])('%j does not judge %j', async (rule, output) =>
    expect((await judged(rule, output, INPUT)).verdict).toBe('not_applicable'),
  );
});
