import { defineService } from '@taskbench/service-kit';
import { RulesController } from './http/rules.controller.ts';
import { askGeneration } from './reactions/ask-generation.ts';
import { readGenerated } from './reactions/read-generated.ts';

/** Quality checks: asks a model to write them, and keeps those that can be run. */
export const checks = defineService({
  name: 'checks',
  migrations: [],
  projections: [],
  parts: (runtime) => ({
    controllers: [RulesController],
    reactions: [...askGeneration(runtime), ...readGenerated(runtime)],
  }),
});
