import { join } from 'node:path';
import { freePort } from '@taskbench/local-servers';
import type { Settings } from './settings.ts';

/** A process of ours beside the two servers. */
export interface Part {
  readonly name: string;
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
  readonly url: string;
  /** Answers 200 here when it is ready. */
  readonly ready: string;
}

/** The processes of local mode in the order of their start: the simulated provider where none is set, services, web. */
export async function partsOf(
  { root, bind, apiPort, webPort, apiUrl, simulated, webUrl }: Settings,
  env: NodeJS.ProcessEnv,
): Promise<Part[]> {
  const parts: Part[] = [];
  const services = { ...env, PORT: String(apiPort), TASKBENCH_BIND: bind };
  if (simulated) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/v1`;
    const samples = join(root, 'samples');
    parts.push({
      name: 'simulator',
      script: 'dist/simulator/main.mjs',
      env: { ...env, SIMULATOR_PORT: String(port), SIMULATOR_SAMPLES: samples },
      url,
      ready: `${url}/models`,
    });
    Object.assign(services, { LLM_BASE_URL: url, LLM_API_KEY: 'simulated', TASKBENCH_SIMULATED: '1' });
  }
  parts.push({ name: 'services', script: 'dist/all/main.mjs', env: services, url: apiUrl, ready: `${apiUrl}/readyz` });
  const web = { ...env, PORT: String(webPort), HOST: bind, API_URL: apiUrl };
  parts.push({
    name: 'web',
    script: 'web/server.mjs',
    env: web,
    url: webUrl,
    ready: `${webUrl}/favicon.svg`,
  });
  return parts;
}
