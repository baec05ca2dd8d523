import { startSimulator } from './server.ts';

const { SIMULATOR_PORT, SIMULATOR_HOST, SIMULATOR_SAMPLES = 'samples', SIMULATOR_LATENCY_MS } = process.env;
const simulator = await startSimulator({
  samples: SIMULATOR_SAMPLES,
  port: Number(SIMULATOR_PORT ?? 0),
  ...(SIMULATOR_HOST && { host: SIMULATOR_HOST }),
  ...(SIMULATOR_LATENCY_MS && { latencyMs: Number(SIMULATOR_LATENCY_MS) }),
});
console.log(`Simulated provider on ${simulator.url}`);
const stop = () => void simulator.close().then(() => process.exit(0));
process.once('SIGTERM', stop).once('SIGINT', stop);
