import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApi } from './src/openapi.ts';
import { proxyRoutes } from './src/proxy.ts';

writeFileSync(join(import.meta.dirname, 'openapi.json'), `${JSON.stringify(openApi('0.1.0'), null, 2)}\n`);
writeFileSync(join(import.meta.dirname, '../infra/docker/routes.conf'), proxyRoutes());
