export { scoring } from './scoring.module.ts';
