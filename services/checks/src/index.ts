export { checks } from './checks.module.ts';
