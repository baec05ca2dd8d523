import { Counter, Histogram, Registry } from 'prom-client';

export { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** What happens in this process, whatever services it hosts. */
export const measured = new Registry();

const registers = [measured];

export const commitEvents = new Histogram({
  name: 'taskbench_commit_events',
  help: 'Events in one commit of the log',
  buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500],
  registers,
});
export const commitSeconds = new Histogram({
  name: 'taskbench_commit_seconds',
  help: 'Time that one commit of the log took',
  buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2],
  registers,
});
export const appendConflicts = new Counter({
  name: 'taskbench_append_conflicts_total',
  help: 'Entries whose stream another writer had moved on',
  registers,
});
export const httpSeconds = new Histogram({
  name: 'taskbench_http_seconds',
  help: 'Time from request to answer, by route of the API',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.025, 0.1, 0.5, 1, 5, 30],
  registers,
});
export const providerSeconds = new Histogram({
  name: 'taskbench_provider_seconds',
  help: 'Time of one request to a model provider, by how it ended',
  labelNames: ['outcome'],
  buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
  registers,
});
