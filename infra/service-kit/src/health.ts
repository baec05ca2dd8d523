import { Controller, Get, Header, HttpCode, Inject, ServiceUnavailableException } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, measured, Registry } from '@taskbench/telemetry';
import type { Figure } from './service.ts';
import { Readiness } from './readiness.ts';

/** Reads the figures of the process. */
export class Figures {
  constructor(readonly read: () => Promise<Figure[]>) {}
}

const TYPE = 'text/plain; version=0.0.4; charset=utf-8';
const ofProcess = new Registry();
// By default an idle process would wake a hundred times a second to measure how late it is.
collectDefaultMetrics({ register: ofProcess, eventLoopMonitoringPrecision: 100 });

/** Prometheus text of figures that were read just now. */
async function text(figures: readonly Figure[]): Promise<string> {
  const now = new Registry();
  const gauges = new Map<string, Gauge>();
  for (const { name, help, labels, value } of figures) {
    const gauge = gauges.get(name) ?? new Gauge({ name, help, labelNames: Object.keys(labels), registers: [now] });
    gauges.set(name, gauge);
    gauge.set(labels, value);
  }
  return [await now.metrics(), await measured.metrics(), await ofProcess.metrics()].join('\n');
}

@Controller()
export class HealthController {
  constructor(
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(Figures) private readonly figures: Figures,
  ) {}

  /** The process lives. */
  @Get('healthz')
  @HttpCode(200)
  healthz() {
    return { status: 'ok' };
  }

  /** Ready means: Postgres answers and has our tables, NATS is connected, and the rows are not far behind the log. */
  @Get('readyz')
  async readyz() {
    const troubles = await this.readiness.troubles();
    if (troubles.length > 0) throw new ServiceUnavailableException(troubles.join(' '));
    return { status: 'ready' };
  }

  @Get('metrics')
  @Header('content-type', TYPE)
  async metrics(): Promise<string> {
    return text(await this.figures.read());
  }
}
