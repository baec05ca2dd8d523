import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApi } from './src/openapi.ts';
import { proxyRoutes } from './src/proxy.ts';
import { taskSchema } from './src/tasks/schema.ts';

const write = (name: string, value: unknown) =>
  writeFileSync(join(import.meta.dirname, name), `${JSON.stringify(value, null, 2)}\n`);
write('openapi.json', openApi('0.1.0'));
write('task.schema.json', taskSchema());
writeFileSync(join(import.meta.dirname, '../infra/docker/routes.conf'), proxyRoutes());
