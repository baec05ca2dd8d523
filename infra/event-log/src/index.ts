export { kysely, pulsePool, servicePool, STEADY_OPTIONS, steadyPool, type Client, type Pool } from './database.ts';
export { DeadLetters, MAX_FAILURES, type DeadLetter } from './dead-letters.ts';
export { chainHash, eventHash, GENESIS } from './hash.ts';
export { gather } from './gather.ts';
export { handle, type Context } from './handle.ts';
export { groupCommit, type GroupCommit } from './group-commit.ts';
export {
  APPEND,
  appendArguments,
  appended,
  EventLog,
  lift,
  observed,
  parseStored,
  type Appended,
  type Entry,
  type StoredRow,
} from './log.ts';
export { migrate, missingMigrations, NewerDataError, type Migration, type ServiceSchema } from './migrate.ts';
export { isOutage, isRefusal, outlast } from './outage.ts';
export { apply, beginCheckpoint, checkpoint, saveCheckpoints, type Board } from './board.ts';
export { change, projection, type AnyProjection, type Change, type LeftOut } from './projection.ts';
export { BatchRefused, FoldError } from './fold.ts';
export { rebuild, type Drift, type RebuildOptions } from './rebuild.ts';
export { verifyLog, type Finding, type Verification } from './verify.ts';
export { Texts, type SealedText } from './texts.ts';
