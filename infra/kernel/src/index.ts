export { decide, decider, evolve, fold, type Command, type Decider, type Fact } from './decider.ts';
export { Rejection } from './rejection.ts';
export { specify } from './specify.ts';
