import { z } from 'zod';
import { Label } from '../ids.ts';

const Address = z
  .string()
  .min(1)
  .max(500)
  .meta({ description: 'An OpenAI-compatible address as others are appended to: https://api.example.com/v1' });
const Key = z.string().min(1).max(4_096).meta({ writeOnly: true, description: 'Kept sealed and never shown again' });

/** The body of `POST /connections`. */
export const AddConnection = z.strictObject({ name: Label, base_url: Address, key: Key.optional() });
export type AddConnection = z.infer<typeof AddConnection>;

/** The body of `PATCH /connections/{id}`. Another scheme, host or port erases the key unless a new one is given; null erases it. */
export const ChangeConnection = z
  .strictObject({ name: Label.optional(), base_url: Address.optional(), key: Key.nullable().optional() })
  .refine((body) => Object.keys(body).length > 0, 'must change something');
export type ChangeConnection = z.infer<typeof ChangeConnection>;

/** A provider's address and key, as far as they may be shown. */
export const ConnectionView = z
  .object({
    id: z.string(),
    name: z.string(),
    base_url: z.string(),
    /** That of the environment cannot be changed here. */
    from: z.enum(['environment', 'api']),
    /** It is the simulated provider. */
    simulated: z.boolean(),
    /** Null: none is sent. Its end tells keys apart; null where the environment holds it, or it is short. */
    key: z.object({ set_at: z.string().nullable(), ends: z.string().nullable() }).nullable(),
    /** What came of the last free request, in words. Null: none was made since its address or key was set. */
    last_answer: z.object({ at: z.string(), ok: z.boolean(), said: z.string() }).nullable(),
    /** How many it offered when they were last listed; null: not known. */
    models: z.int().nullable(),
    /** What a change did beyond what it asked for. */
    notice: z.string().nullable(),
  })
  .meta({ id: 'Connection' });
export type ConnectionView = z.infer<typeof ConnectionView>;

/** All connections, and servers on this machine that answer and are none yet. */
export const ConnectionList = z.object({
  connections: z.array(ConnectionView),
  next_cursor: z.string().nullable(),
  offered: z.array(z.object({ name: z.string(), base_url: z.string() })),
});
export type ConnectionList = z.infer<typeof ConnectionList>;
