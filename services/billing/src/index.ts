export { billing } from './billing.module.ts';
