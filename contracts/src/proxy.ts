import { routes, services } from './routes.ts';

const pattern = (path: string): string => path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+');

/** Who owns a path, as maps of the reverse proxy: paths without a parameter first, then in the order of the table. */
export function proxyRoutes(): string {
  const plain = routes.filter(({ path }) => !path.includes('{'));
  const templated = routes.filter(({ path }) => path.includes('{'));
  const lines = [...plain, ...templated].map(({ path, owner }) => `  "~^${pattern(path)}/?$" ${owner};`);
  return [
    '# Generated from the route table by npm run openapi; a spec fails when it drifts.',
    'map $uri $owner {',
    "  default '';",
    '  "~^/(docs|openapi\\.json)" tasks;',
    '  "~^/(healthz|readyz|metrics)$" tasks;',
    ...[...services, 'relay'].map((name) => `  "~^/metrics/${name}$" ${name};`),
    '  "~^/evaluations/[^/]+/live$" execution;',
    ...new Set(lines),
    '}',
    'map $uri $target { default $request_uri; "~^/metrics/" /metrics; }',
    '',
  ].join('\n');
}
