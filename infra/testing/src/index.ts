export { logLines } from './log-lines.ts';
export { wire, type Line, type Wire } from './wire.ts';
export { freshDatabase, testServers, type FreshDatabase, type TestServers } from './fresh-database.ts';
