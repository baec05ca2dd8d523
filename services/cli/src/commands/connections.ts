import type { Command } from 'commander';
import { examples } from './options.ts';

interface KeyGiven {
  readonly keyFromEnv?: string;
  readonly keyFromStdin?: boolean;
}

/** connections: list, add, test, remove. */
export function connectionsCommand(program: Command): void {
  const connections = program
    .command('connections')
    .description('Providers that models are asked at: list them, or add, test, remove one.')
    .option('--json', 'for programs')
    .addHelpText(
      'after',
      examples(
        'connections',
        'connections add Groq https://api.groq.com/openai/v1',
        'connections add vLLM https://gpu.test/v1 --key-from-env KEY',
        'connections test Groq',
        'connections remove Groq',
      ),
    )
    .action(async ({ json }: { json?: boolean }) => (await at()).list(json ?? false));
  connections
    .command('add')
    .description('Add one, and test it. Its key is asked for and not shown.')
    .argument('<name>', 'what it is called')
    .argument('<url>', 'its OpenAI-compatible address, mostly ending in /v1')
    .option('--key-from-env <variable>', 'take the key from this variable')
    .option('--key-from-stdin', 'take the key from standard input')
    .action(async (name: string, url: string, given: KeyGiven) => {
      process.exitCode = await (await at()).add(name, url, given);
    });
  connections
    .command('test')
    .description('One free request: what comes back. Exit 0 it answers, 1 it does not.')
    .argument('<connection>', 'its name or id')
    .action(async (asked: string) => {
      process.exitCode = await (await at()).test(asked);
    });
  connections
    .command('remove')
    .description('Remove one with its key.')
    .argument('<connection>', 'its name or id')
    .action(async (asked: string) => (await at()).remove(asked));
}

async function at() {
  const { Connections } = await import('../connections/connections.ts');
  const { readSettings } = await import('../settings.ts');
  return new Connections(readSettings().apiUrl);
}
