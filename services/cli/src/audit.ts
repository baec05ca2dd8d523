import { services, type ProjectionsView, type VerificationView } from '@taskbench/contracts';
import { openApi } from './api.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);
const rate = (events: number, seconds: number) =>
  `${events} events, ${Math.round(events / Math.max(seconds, 0.001))} a second`;

/** Verifies the log, its texts and every service's rows. Exit code: 0 whole, 1 something was found. */
export async function verify(apiUrl: string, json: boolean): Promise<number> {
  const api = openApi(apiUrl);
  const log = await api.post<VerificationView>('/verify', {});
  const projections: ProjectionsView[] = [];
  for (const service of services)
    projections.push(await api.post<ProjectionsView>(`/projections/${service}/verify`, {}));
  const ok = log.ok && projections.every((one) => one.ok);
  if (json) {
    say(JSON.stringify({ ok, log, projections }, null, 2));
    return ok ? 0 : 1;
  }
  say(
    `log        ${rate(log.events, log.seconds)}, ${log.texts} texts${log.shredded > 0 ? `, ${log.shredded} shredded` : ''}`,
  );
  for (const { message } of log.findings) say(`! ${message}`);
  if (log.found > log.findings.length) say(`! And ${log.found - log.findings.length} more.`);
  for (const { service, events, seconds, drifts, left_out } of projections) {
    say(
      `${service.padEnd(10)} ${rate(events, seconds)}, ${drifts.length === 0 ? 'every row as the log says' : `${drifts.length} rows differ`}${left_out > 0 ? ' but for events that were set aside' : ''}`,
    );
    for (const { table, key, kind } of drifts.slice(0, 10)) say(`! ${table} ${key} is ${kind}.`);
    if (drifts.length > 0) say(`  ./RunTaskBench.sh rebuild ${service} puts them right.`);
    if (left_out > 0) say(`! ${left_out} events are left out: ./RunTaskBench.sh doctor says which and why.`);
  }
  say(ok ? `Whole. The chain ends with ${log.hash}.` : 'Not whole: see the lines with "!".');
  return ok ? 0 : 1;
}

/** Folds the log anew and writes the rows that differ, of one service or of all, while they run. */
export async function rebuild(apiUrl: string, service: string | undefined): Promise<number> {
  if (service !== undefined && !services.some((name) => name === service))
    throw new Error(`There is no service "${service}". Services: ${services.join(', ')}.`);
  const api = openApi(apiUrl);
  for (const name of service ? [service] : services) {
    const { events, seconds, drifts } = await api.post<ProjectionsView>(`/projections/${name}/rebuild`, {});
    say(`${name.padEnd(10)} ${rate(events, seconds)}, ${drifts.length} rows put right`);
  }
  return 0;
}
