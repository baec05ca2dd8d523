import { main } from '@taskbench/service-kit';
import { checks } from './checks.module.ts';

await main([checks]);
