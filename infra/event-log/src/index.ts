export { kysely, servicePool, type Client, type Pool } from './database.ts';
export { chainHash, eventHash, GENESIS } from './hash.ts';
export { handle, type Context } from './handle.ts';
export { groupCommit, type GroupCommit } from './group-commit.ts';
export {
  APPEND,
  appendArguments,
  appended,
  EventLog,
  lift,
  parseStored,
  type Appended,
  type Entry,
  type StoredRow,
} from './log.ts';
export { migrate, type Migration, type ServiceSchema } from './migrate.ts';
export { isOutage, outlast } from './outage.ts';
export {
  apply,
  change,
  checkpoint,
  projection,
  rebuild,
  saveCheckpoint,
  type AnyProjection,
  type Board,
  type Change,
} from './projection.ts';
export { Texts, type SealedText } from './texts.ts';
