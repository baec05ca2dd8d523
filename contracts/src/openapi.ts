import { z } from 'zod';
import { LiveMessage } from './execution/views.ts';
import { Problem } from './problem.ts';
import { routes, type Route } from './routes.ts';

type Json = Record<string, unknown>;

const ref = (schema: z.ZodType, io: 'input' | 'output', components: Json): Json => {
  const { $schema, $defs, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' }) as Json;
  void $schema;
  for (const [name, part] of Object.entries(($defs ?? {}) as Json))
    components[name] = rewrite({ ...(part as Json), id: undefined });
  const id = (schema.meta() as { id?: string } | undefined)?.id;
  if (!id) return rewrite(json) as Json;
  if (!('$ref' in json)) components[id] = rewrite({ ...json, id: undefined }); // else it is among its own parts
  return { $ref: `#/components/schemas/${id}` };
};

const rewrite = (json: unknown): unknown =>
  JSON.parse(JSON.stringify(json).replaceAll('#/$defs/', '#/components/schemas/'));

function parameters(route: Route): Json[] {
  const path = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const query = route.query ? (z.toJSONSchema(route.query, { io: 'input' }) as { properties?: Json }) : {};
  const asked = Object.entries(query.properties ?? {}).map(([name, schema]) => ({ name, in: 'query', schema }));
  const key = { name: 'Idempotency-Key', in: 'header', schema: { type: 'string', maxLength: 200 } };
  return [...path, ...asked, ...(route.method === 'post' ? [key] : [])];
}

const JSON_TYPE = 'application/json';
const as = (types: readonly string[], schema: Json): Json =>
  Object.fromEntries(types.map((type) => [type, { schema }]));

/** The API as an OpenAPI 3.1 document, made from the routes and schemas of this room. */
export function openApi(version: string): Json {
  const components: Json = {};
  const problem = { 'application/problem+json': { schema: ref(Problem, 'output', components) } };
  ref(LiveMessage, 'output', components);
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const content = as(route.gives ?? [JSON_TYPE], ref(route.response, 'output', components));
    const body = route.body && {
      ...as([JSON_TYPE], ref(route.body, 'input', components)),
      ...as(route.accepts ?? [], { type: 'string', format: 'binary' }),
    };
    paths[route.path] = {
      ...paths[route.path],
      [route.method]: {
        tags: [route.owner],
        operationId: `${route.method}${route.path.replace(/[^a-z]+(\w?)/g, (_, next: string) => next.toUpperCase())}`,
        summary: route.summary,
        parameters: parameters(route),
        ...(body && { requestBody: { required: true, content: body } }),
        responses: {
          [route.status]: { description: 'OK', content },
          default: { description: 'A problem: what happened and what to do', content: problem },
        },
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'LLM TaskBench',
      version,
      description:
        'Which LLM to use for your task, how sure that is, and what it costs. Live rows: WebSocket /evaluations/{id}/live.',
    },
    paths,
    components: { schemas: components },
  };
}
