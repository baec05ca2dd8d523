import { main } from '@taskbench/service-kit';
import { billing } from './billing.module.ts';

await main([billing]);
