import { openSandbox } from '../src/index.ts';

const sandbox = openSandbox({ patience: 600_000 });
await sandbox.run([{ code: '() => 1', arguments: [] }]);
const hanging = { code: '() => Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)', arguments: [] };
void sandbox.run([hanging, hanging]);
process.stdout.write('running\n');
