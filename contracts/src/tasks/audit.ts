import { z } from 'zod';

/** An event that a consumer could not handle. */
export const DeadLetterView = z
  .object({
    id: z.uuid(),
    service: z.string(),
    /** A reaction, or the table of a projection. */
    consumer: z.string(),
    position: z.int(),
    type: z.string(),
    failures: z.int(),
    reason: z.string(),
    stack: z.string(),
    state: z.enum(['failing', 'dead', 'redriving', 'resolved']),
    first_at: z.string(),
    last_at: z.string(),
  })
  .meta({ id: 'DeadLetter' });
export type DeadLetterView = z.infer<typeof DeadLetterView>;
export const DeadLetterList = z.object({ dead_letters: z.array(DeadLetterView), next_cursor: z.string().nullable() });
export type DeadLetterList = z.infer<typeof DeadLetterList>;

/** Something in the log that is not as it was written, and where. */
export const FindingView = z.object({
  kind: z.string(),
  position: z.int().nullable(),
  stream: z.string().nullable(),
  digest: z.string().nullable(),
  message: z.string(),
});

/** What a verification of the whole log saw; `ok` when nothing was found. */
export const VerificationView = z
  .object({
    ok: z.boolean(),
    events: z.int(),
    texts: z.int(),
    shredded: z.int(),
    /** The first hundred of those `found`. */
    findings: z.array(FindingView),
    found: z.int(),
    hash: z.string(),
    seconds: z.number(),
  })
  .meta({ id: 'Verification' });
export type VerificationView = z.infer<typeof VerificationView>;

/** A service's rows held against the log folded anew; `ok` when no row differed and no event is left out. */
export const ProjectionsView = z
  .object({
    ok: z.boolean(),
    service: z.string(),
    events: z.int(),
    drifts: z.array(
      z.object({ table: z.string(), key: z.string(), kind: z.enum(['missing', 'surplus', 'different']) }),
    ),
    /** Events that tables leave out because they were set aside: these show less than the log says. */
    left_out: z.int(),
    seconds: z.number(),
  })
  .meta({ id: 'Projections' });
export type ProjectionsView = z.infer<typeof ProjectionsView>;
