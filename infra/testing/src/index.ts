export { freshDatabase, testServers, type FreshDatabase, type TestServers } from './fresh-database.ts';
