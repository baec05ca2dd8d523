import { main } from '@taskbench/service-kit';

await main([], { relay: true });
