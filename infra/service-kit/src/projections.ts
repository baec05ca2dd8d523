import { Controller, HttpCode, Inject, Post, type Type } from '@nestjs/common';
import type { ProjectionsView } from '@taskbench/contracts';
import { DeadLetters, rebuild } from '@taskbench/event-log';
import { Runtime } from './runtime.ts';
import type { ServiceDefinition } from './service.ts';

/** `POST /projections/<service>/verify` and `…/rebuild`: each service answers for its own rows. */
export function projectionsOf({ name, projections }: ServiceDefinition): Type {
  @Controller(`projections/${name}`)
  class ProjectionsController {
    constructor(@Inject(Runtime) private readonly runtime: Runtime) {}

    @Post('verify')
    @HttpCode(200)
    verify(): Promise<ProjectionsView> {
      return this.fold(false);
    }

    @Post('rebuild')
    @HttpCode(200)
    rebuild(): Promise<ProjectionsView> {
      return this.fold(true);
    }

    private async fold(repair: boolean): Promise<ProjectionsView> {
      const { pool, log } = this.runtime;
      const began = performance.now();
      const leftOut = await new DeadLetters(pool).leftOut(name);
      const { events, drifts } = await rebuild(pool, log, [{ schema: name, projections }], { repair, leftOut });
      return {
        ok: drifts.length === 0 && leftOut.size === 0,
        service: name,
        events,
        drifts,
        left_out: leftOut.size,
        seconds: (performance.now() - began) / 1000,
      };
    }
  }
  return ProjectionsController;
}
