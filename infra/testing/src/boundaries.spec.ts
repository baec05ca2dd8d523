import { lint } from './lint.ts';

describe('The rule of who may import whom', () => {
  it.each([
    [
      'a service imports another',
      'services/billing/src/x.ts',
      "import { tasks } from '@taskbench/tasks';\nvoid tasks;\n",
      'enforce-module-boundaries',
    ],
    [
      'contracts import the log',
      'contracts/src/x.ts',
      "import { EventLog } from '@taskbench/event-log';\nvoid EventLog;\n",
      'enforce-module-boundaries',
    ],
    [
      'the web imports the log',
      'web/src/lib/x.ts',
      "import { EventLog } from '@taskbench/event-log';\nvoid EventLog;\n",
      'enforce-module-boundaries',
    ],
    [
      'a domain imports the log',
      'services/tasks/src/domain/x.ts',
      "import { EventLog } from '@taskbench/event-log';\nvoid EventLog;\n",
      'no-restricted-imports',
    ],
    [
      'code imports the testing room',
      'services/tasks/src/x.ts',
      "import { freshDatabase } from '@taskbench/testing';\nvoid freshDatabase;\n",
      'no-restricted-imports',
    ],
  ])('fires when %s', (_, file, code, rule) => {
    expect(lint(file, code)).toContain(rule);
  });

  it('is silent for what is allowed', () => {
    expect(
      lint('services/billing/src/x.ts', "import { EventLog } from '@taskbench/event-log';\nvoid EventLog;\n"),
    ).not.toContain('error');
  });
});
