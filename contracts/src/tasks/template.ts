import { z } from 'zod';
import { Label } from '../ids.ts';

/** What a template may name: the input, and what the task says of itself. */
export const TEMPLATE_VARIABLES = ['input', 'description', 'constraints', 'output_format'] as const;
export type TemplateVariable = (typeof TEMPLATE_VARIABLES)[number];

/** A variable of a template, its name in the first group. */
export const VARIABLE = /\{\{\s*([A-Za-z_]\w*)\s*\}\}/g;

/** A prompt with places for the input and for what the task says of itself. */
export const Template = z
  .string()
  .max(100_000)
  .superRefine((text, issues) => {
    const refuse = (message: string) => issues.addIssue({ code: 'custom', message });
    const named = [...text.matchAll(VARIABLE)].map(([, name]) => name!);
    const unknown = named.find((name) => !(TEMPLATE_VARIABLES as readonly string[]).includes(name));
    if (unknown === undefined && !named.includes('input')) refuse('must contain {{input}}, where each input is put in');
    if (unknown !== undefined)
      refuse(
        `names {{${unknown}}}, which is no variable: ${TEMPLATE_VARIABLES.map((name) => `{{${name}}}`).join(', ')} are`,
      );
  });

/** Further prompts of a task by name, for evaluations that compare prompts. */
export const Prompts = z
  .record(Label, Template)
  .refine((prompts) => Object.keys(prompts).length <= 20, 'must be at most 20');
