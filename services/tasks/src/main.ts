import { main } from '@taskbench/service-kit';
import { tasks } from './tasks.module.ts';

await main([tasks], { docs: true });
