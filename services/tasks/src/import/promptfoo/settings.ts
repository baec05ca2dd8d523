import type { Notices } from './notices.ts';
import { fields, type Sited } from './sited.ts';

const NO_MODEL = 'is not heeded: every input is asked of every model';

/** The settings that are read in each part of a promptfoo file, and why others are not where that needs a word. */
const READ = {
  config: {
    known: [
      ...['$schema', 'assertionTemplates', 'defaultTest', 'description', 'evaluateOptions', 'prompts', 'providers'],
      ...['scenarios', 'targets', 'tests'],
    ],
    why: {},
  },
  prompt: { known: ['id', 'label', 'raw'], why: {} },
  evaluateOptions: { known: ['maxConcurrency', 'repeat'], why: {} },
  scenario: { known: ['config', 'tests', 'description'], why: {} },
  file: { known: ['path'], why: {} },
  test: {
    known: ['assert', 'assertScoringFunction', 'description', 'options', 'providerOutput', 'threshold', 'vars'],
    why: {
      prompts: 'is not heeded: every input is asked with the one prompt',
      provider: NO_MODEL,
      providers: NO_MODEL,
    },
  },
  options: {
    known: [
      ...['disableDefaultAsserts', 'disableVarExpansion', 'postprocess', 'prefix', 'suffix', 'transform'],
      'transformVars',
    ],
    why: { repeat: 'is not heeded: all inputs are repeated alike' },
  },
  assertion: { known: ['assert', 'config', 'metric', 'threshold', 'transform', 'type', 'value', 'weight'], why: {} },
} satisfies Record<string, { known: readonly string[]; why: Readonly<Record<string, string>> }>;

/** Names every setting that is not read, so that none is dropped in silence. */
export function unread(sited: Sited, part: keyof typeof READ, notices: Notices): void {
  const { known, why } = READ[part];
  const reasons = new Map<string, string>(Object.entries(why));
  for (const [name, { place, value }] of fields(sited))
    if (!(known as readonly string[]).includes(name) && value !== undefined && value !== null)
      notices.add(place, name, reasons.get(name) ?? 'is not imported');
}
