import { defineService } from '@taskbench/service-kit';
import { CostsController } from './http/costs.controller.ts';
import { accounts as accountTables } from './migrations/0001-accounts.ts';
import { accounts } from './projections/accounts.ts';
import { calls } from './projections/calls.ts';
import { costs } from './projections/costs.ts';
import { KeepAccounts } from './reactions/keep-accounts.ts';

/** What each call costs: funds before it is sent, entries after. */
export const billing = defineService({
  name: 'billing',
  migrations: [accountTables],
  projections: [accounts, calls, costs],

  parts(runtime) {
    let keep: KeepAccounts | null = null;
    return {
      controllers: [CostsController],
      committed: () => keep?.wake(),
      start() {
        keep = new KeepAccounts(runtime);
        return [keep];
      },
    };
  },
});
