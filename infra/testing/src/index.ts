export { logLines } from './log-lines.ts';
export { freshDatabase, testServers, type FreshDatabase, type TestServers } from './fresh-database.ts';
