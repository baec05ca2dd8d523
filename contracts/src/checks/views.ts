import { z } from 'zod';

/** One rule of the check language, documented from itself. */
export const RuleView = z
  .object({
    rule: z.string(),
    /** What it looks at: form, text, items, grounding in the input and so on. */
    family: z.string(),
    meaning: z.string(),
    /** The parameters as JSON Schema 2020-12. */
    parameters: z.record(z.string(), z.unknown()),
    /** The parameters in a line. */
    signature: z.string(),
    example: z.record(z.string(), z.unknown()),
    /** The kinds of mistakes that it guards against. */
    guards: z.array(z.string()),
    /** Whether it runs code in the sandbox. */
    sandboxed: z.boolean(),
  })
  .meta({ id: 'Rule' });
export type RuleView = z.infer<typeof RuleView>;

/** The check language. */
export const RulesView = z.object({ rules: z.array(RuleView) }).meta({ id: 'Rules' });
export type RulesView = z.infer<typeof RulesView>;
