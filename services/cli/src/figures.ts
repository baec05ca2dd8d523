import { services } from '@taskbench/contracts';

/** Figures of `/metrics` by name and labels, as Prometheus writes them. */
export type Figures = ReadonlyMap<string, number>;

const LINE = /^([a-z_]+(?:\{[^}]*\})?) (\S+)$/gm;

/** Reads Prometheus text. */
export const parseFigures = (text: string): Map<string, number> =>
  new Map([...text.matchAll(LINE)].map(([, name, value]) => [name!, Number(value)]));

/** All figures of the stack: of one process, or of each service behind the proxy. Null when nobody answers. */
export async function readFigures(
  apiUrl: string,
  patienceMs: number,
  token = process.env['TASKBENCH_API_TOKEN'],
): Promise<Figures | null> {
  const headers = { ...(token && { authorization: `Bearer ${token}` }) };
  const read = async (path: string) => {
    const response = await fetch(`${apiUrl}${path}`, { headers, signal: AbortSignal.timeout(patienceMs) }).catch(
      () => null,
    );
    return response?.ok ? parseFigures(await response.text()) : null;
  };
  const first = await read('/metrics');
  if (!first) return null;
  if (services.every((service) => first.has(`taskbench_projection_lag_events{service="${service}"}`))) return first;
  const each = await Promise.all([...services, 'relay'].map((name) => read(`/metrics/${name}`)));
  return new Map([first, ...each].flatMap((one) => [...(one ?? [])]));
}

/** The figures of one name, by the value of their label. */
export const byLabel = (figures: Figures, name: string): [label: string, value: number][] =>
  [...figures].flatMap(([key, value]) => {
    const found = new RegExp(`^${name}\\{\\w+="([^"]*)"\\}$`).exec(key);
    return found ? [[found[1]!, value]] : [];
  });
