import { main } from '@taskbench/service-kit';
import { execution } from './execution.module.ts';

await main([execution]);
