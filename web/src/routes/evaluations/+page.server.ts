import { evaluations } from '#lib/api/api.server.ts';

export async function load({ url }) {
  const cursor = url.searchParams.get('cursor');
  return { cursor, ...(await evaluations(cursor, 50)) };
}
