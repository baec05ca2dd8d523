import { main } from '@taskbench/service-kit';
import { scoring } from './scoring.module.ts';

await main([scoring]);
