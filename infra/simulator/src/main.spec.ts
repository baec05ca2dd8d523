import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const env = { PATH: process.env['PATH'], SIMULATOR_SAMPLES: join(import.meta.dirname, '../../../samples') };

describe('The simulator as a process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('says where it listens, and ends on %s within a second', async (signal) => {
    const script = join(import.meta.dirname, 'main.ts');
    const simulator = spawn(process.execPath, [script], { env: { ...env, SIMULATOR_LATENCY_MS: '60000' } });
    const [line] = (await once(simulator.stdout, 'data')) as [Buffer];
    const url = /^Simulated provider on (http:\S+)\n$/.exec(line.toString())![1]!;
    const body = JSON.stringify({ model: 'sim/quick', messages: [{ role: 'user', content: 'x' }] });
    const asked = fetch(`${url}/chat/completions`, { method: 'POST', body }).catch(() => 'ended');
    await fetch(`${url}/models`);
    const began = performance.now();
    simulator.kill(signal);
    const [code] = (await once(simulator, 'exit')) as [number];
    expect(performance.now() - began).toBeLessThan(1_000);
    expect([code, await asked]).toEqual([0, 'ended']);
  });
});
