import { decide, fold, type Command, type Decider, type Fact } from './decider.ts';

/** Reads a decider's spec as a sentence: `given(facts).when(command).then(facts)` or `.rejects(code)`. */
export function specify<State, C extends Command, F extends Fact>(rules: Decider<State, C, F>) {
  const given = (...facts: F[]) => ({
    when: (command: C) => ({
      then: (...expected: F[]) => expect(decide(rules, command, fold(rules, facts))).toEqual(expected),
      rejects: (code: string) =>
        expect(() => decide(rules, command, fold(rules, facts))).toThrow(expect.objectContaining({ code })),
    }),
  });
  return { given };
}
