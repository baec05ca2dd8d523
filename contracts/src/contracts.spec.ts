import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { catalog } from './catalog.ts';
import { defineEvent } from './event.ts';
import { openApi } from './openapi.ts';
import { proxyRoutes } from './proxy.ts';
import { ownerOf, routes } from './routes.ts';
import { taskSchema } from './tasks/schema.ts';

const room = join(import.meta.dirname, '..');
const samples = readdirSync(join(room, 'samples')).filter((name) => name.endsWith('.json'));

describe('A kept sample', () => {
  it.each(samples)('%s is still read', (name) => {
    const [type, version] = name.split('.') as [string, string];
    const event = catalog.get(type)!.event;
    const data: unknown = JSON.parse(readFileSync(join(room, 'samples', name), 'utf8'));
    const read = event.read({ type, schema_version: Number(version.slice(1)), data });
    expect(event.schema.parse(read)).toEqual(read);
  });

  it.each([...catalog.values()].map(({ event }) => `${event.type}.v${event.version}.json`))('%s is there', (name) => {
    expect(samples).toContain(name);
  });
});

describe('An event', () => {
  const Grown = defineEvent({
    type: 'Grown',
    version: 3,
    data: z.object({ size: z.number(), unit: z.string() }),
    upcast: { 1: (v1: { cm: number }) => ({ size: v1.cm }), 2: (v2: { size: number }) => ({ ...v2, unit: 'cm' }) },
  });
  it('is lifted step by step from its oldest version', () =>
    expect(Grown.read({ type: 'Grown', schema_version: 1, data: { cm: 4 } })).toEqual({ size: 4, unit: 'cm' }));
  it('of a newer TaskBench is refused', () =>
    expect(() => Grown.read({ type: 'Grown', schema_version: 4, data: {} })).toThrow(/newer/));
  it('cannot be raised without an upcaster', () =>
    expect(() => defineEvent({ type: 'Raised', version: 2, data: z.object({}) })).toThrow(/no upcaster/));
});

describe('The API', () => {
  it('is documented as it is: run npm run openapi when this fails', () => {
    expect(JSON.parse(readFileSync(join(room, 'openapi.json'), 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(openApi('0.1.0'))),
    );
  });
  it('serves the schema of task files as it is: run npm run openapi when this fails', () => {
    expect(JSON.parse(readFileSync(join(room, 'task.schema.json'), 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(taskSchema())),
    );
  });
  it('says what each of its parts looks like', () => {
    const { components } = openApi('0.1.0') as { components: { schemas: Record<string, { type?: string }> } };
    const empty = Object.entries(components.schemas).filter(([, schema]) => '$ref' in schema || 'id' in schema);
    expect(empty.map(([name]) => name)).toEqual([]);
    expect(components.schemas['Verification']).toMatchObject({
      type: 'object',
      properties: { ok: { type: 'boolean' } },
    });
  });
  it('is routed by the proxy as it is: run npm run openapi when this fails', () => {
    expect(readFileSync(join(room, '../infra/docker/routes.conf'), 'utf8')).toBe(proxyRoutes());
  });
  it('has one owner for each of its routes', () => {
    for (const { path, owner } of routes) expect(ownerOf(path.replaceAll(/\{\w+\}/g, '0192f5e0'))).toBe(owner);
    expect(ownerOf('/evaluations/0192f5e0/live?from=3')).toBe('execution');
    expect(ownerOf('/nowhere')).toBeNull();
  });
});
