import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { PageQuery, type DeadLetterList, type DeadLetterView, type VerificationView } from '@taskbench/contracts';
import { DeadLetters, verifyLog, type DeadLetter } from '@taskbench/event-log';
import { Rejection } from '@taskbench/kernel';
import { badCursor, NotFound, Runtime, valid } from '@taskbench/service-kit';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether the log is as it was written, and what could not be handled. */
@Controller()
export class AuditController {
  private readonly letters: DeadLetters;
  private underWay: Promise<VerificationView> | null = null;

  constructor(@Inject(Runtime) private readonly runtime: Runtime) {
    this.letters = new DeadLetters(runtime.pool);
  }

  /** One at a time: who asks meanwhile gets the same answer. */
  @Post('verify')
  @HttpCode(200)
  verify(): Promise<VerificationView> {
    const { pool, log, texts } = this.runtime;
    this.underWay ??= verifyLog(pool, log, texts)
      .then(({ findings, ...seen }) => ({ ok: findings.length === 0, ...seen, findings: [...findings] }))
      .finally(() => (this.underWay = null));
    return this.underWay;
  }

  @Get('dead-letters')
  async list(@Query(valid(PageQuery)) { limit, cursor }: PageQuery): Promise<DeadLetterList> {
    if (cursor !== undefined && !UUID.test(cursor)) throw badCursor();
    const rows = await this.letters.list(limit + 1, cursor);
    const shown = rows.slice(0, limit);
    return { dead_letters: shown.map(view), next_cursor: rows.length > limit ? shown.at(-1)!.id : null };
  }

  @Post('dead-letters/:id/redrive')
  @HttpCode(200)
  async redrive(@Param('id') id: string): Promise<DeadLetterView> {
    if (!UUID.test(id) || !(await this.letters.one(id))) throw new NotFound('dead letter', id);
    const letter = await this.letters.redrive(id);
    if (!letter)
      throw new Rejection('not-set-aside', 'This event is not set aside: it is tried by itself or was handled.');
    return view(letter);
  }
}

const view = ({ event_id, first_at, last_at, ...letter }: DeadLetter): DeadLetterView => {
  void event_id;
  return { ...letter, first_at: first_at.toISOString(), last_at: last_at.toISOString() };
};
