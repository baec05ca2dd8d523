export { execution } from './execution.module.ts';
