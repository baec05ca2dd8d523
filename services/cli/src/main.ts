import { failureOf } from './failure.ts';
import { theProgram } from './program.ts';

// Who reads our output may stop reading: `status | head` is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  if (process.argv.length > 2) await theProgram().parseAsync();
  else await (await import('./stack-commands.ts')).foreground(true);
} catch (error) {
  const { line, code } = failureOf(error);
  process.stderr.write(`${line}\n`);
  process.exit(code);
}
