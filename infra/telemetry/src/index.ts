export { apart, contextNow, within, type Context } from './context.ts';
export { outline, type Outline } from './outline.ts';
export { logger, type Logger } from './logger.ts';
export {
  appendConflicts,
  collectDefaultMetrics,
  commitEvents,
  commitSeconds,
  Gauge,
  httpSeconds,
  measured,
  providerSeconds,
  Registry,
} from './metrics.ts';
