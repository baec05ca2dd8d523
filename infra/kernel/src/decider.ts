/** What happened, as a decider makes it: a type, the version of its schema, and the data. */
export interface Fact<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly version: number;
  readonly data: Data;
}

/** What somebody wants done. Time, ids and prices come in with it, so that deciding stays pure. */
export interface Command<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}

type DataOf<Union extends { type: string; data: unknown }, Type extends string> = Extract<
  Union,
  { type: Type }
>['data'];

/** The rules of one small thing: command + state → facts. `stream` is the first half of its streams' names. */
export interface Decider<State, C extends Command, F extends Fact> {
  readonly stream: string;
  readonly initial: State;
  readonly decide: { readonly [Type in C['type']]: (data: DataOf<C, Type>, state: State) => F[] };
  readonly evolve: { readonly [Type in F['type']]?: (state: State, data: DataOf<F, Type>) => State };
}

/** Names the three types of a decider once, so that its tables are checked against them. */
export const decider = <State, C extends Command, F extends Fact>(rules: Decider<State, C, F>): Decider<State, C, F> =>
  rules;

/** The state after one more fact; a fact that a decider does not know changes nothing. */
export function evolve<State, F extends Fact>(rules: Decider<State, never, F>, state: State, fact: F): State;
export function evolve<State>(
  rules: { evolve: Readonly<Record<string, ((state: State, data: never) => State) | undefined>> },
  state: State,
  fact: Fact,
): State {
  const step = rules.evolve[fact.type];
  return step ? step(state, fact.data as never) : state;
}

/** The state that a stream's facts lead to, from a given state or the initial one. */
export const fold = <State, C extends Command, F extends Fact>(
  rules: Decider<State, C, F>,
  facts: readonly F[],
  from: State = rules.initial,
): State => facts.reduce((state, fact) => evolve(rules as Decider<State, never, F>, state, fact), from);

/** What follows from a command in a state. Throws a `Rejection` when the rules forbid it. */
export function decide<State, C extends Command, F extends Fact>(
  rules: Decider<State, C, F>,
  command: C,
  state: State,
): F[] {
  const rule = rules.decide[command.type as C['type']] as (data: unknown, state: State) => F[];
  return rule(command.data, state);
}
