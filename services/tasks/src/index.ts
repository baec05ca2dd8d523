export { tasks } from './tasks.module.ts';
