import { ValidationRule } from '@taskbench/check-engine';
import type { Files } from '../read-yaml.ts';
import { labelOf } from './label.ts';
import { MAPPED, type Rule } from './mapped-types.ts';
import { Unmapped, type Notices } from './notices.ts';
import { isRecord, members, type Sited } from './sited.ts';
import { rendered, type Vars } from './template.ts';
import type { Test } from './tests.ts';
import { UNMAPPED } from './unmapped-types.ts';
import { valueOf } from './values.ts';

/** One input with the variables that made it. */
export interface Asked {
  readonly test: Test;
  readonly vars: Vars;
  readonly prompt: string;
}

/** Something that must hold of an input's output. */
export interface Held {
  readonly name: string;
  readonly rule: Rule;
}

/** A member of a test or of a set: null where it has no rule, which has been said. */
interface Member {
  readonly type: string;
  readonly sited: Sited;
  readonly name: string;
  readonly weight: number;
  readonly rule: Rule | null;
  /** promptfoo counts it by a score between nothing and all. */
  readonly graded: boolean;
}

/** What must hold of one input's output: an assertion each, or one share where the test has a threshold. */
export function heldOf(asked: Asked, files: Files, notices: Notices): Held[] {
  const { asserts, said, sited } = asked.test;
  const reading = new Reading(asked, files, notices);
  const all = asserts.map((one) => reading.member(one));
  if (said['assertScoringFunction'] !== undefined)
    return reading.none(all, 'the function of assertScoringFunction decides over all assertions, and is not run');
  if (typeof said['threshold'] === 'number' && all.length > 0) {
    const rule = reading.share(all, said['threshold'], sited, 'the test');
    return rule ? [{ name: 'threshold', rule }] : [];
  }
  return all.flatMap(({ name, rule, weight, type, sited: one }) => {
    if (rule && weight !== 1 && type !== 'assert-set') notices.add(one.place, type, WEIGHT);
    return rule ? [{ name, rule }] : [];
  });
}

const WEIGHT = "is imported without its weight, which counts in promptfoo's score and decides nothing";

class Reading {
  constructor(
    private readonly asked: Asked,
    private readonly files: Files,
    private readonly notices: Notices,
  ) {}

  member(sited: Sited): Member {
    const said = isRecord(sited.value) ? sited.value : {};
    const type = typeof said['type'] === 'string' ? said['type'] : 'assertion';
    const base = type.replace(/^not-/, '');
    const weight = typeof said['weight'] === 'number' ? said['weight'] : 1;
    const name = this.named(said['metric'], type);
    const rule = this.notices.unless(sited.place, type, () =>
      type === 'assert-set'
        ? this.set(sited, said)
        : this.checked(this.single(sited, said, base, type !== base, weight)),
    );
    if (rule && base === 'llm-rubric') this.notices.add(sited.place, type, JUDGED);
    const graded = type === 'assert-set' || MAPPED[base]?.graded === true;
    return { type, sited, name, weight, rule, graded };
  }

  /** One rule of several by their weights: only where each of them is a yes or no here and there. */
  share(all: readonly Member[], at_least: number, whole: Sited, what: string): Rule | null {
    const odd = all.find(({ rule, graded, weight }) => weight !== 0 && (rule === null || graded));
    if (odd) {
      const why = odd.rule ? 'counts there by a score and not by yes or no' : 'has no counterpart here';
      this.none(all, `the threshold of ${what} counts all its assertions, of which ${odd.type} ${why}`);
      return null;
    }
    const rules = all.filter(({ weight }) => weight !== 0).map(({ rule, weight }) => ({ of: rule!, weight }));
    return this.notices.unless(whole.place, 'threshold', () => this.checked({ rule: 'share_of', rules, at_least }));
  }

  /** None of them is imported, each with the reason. */
  none(all: readonly Member[], why: string): [] {
    for (const { rule, sited, type } of all) if (rule) this.notices.add(sited.place, type, `is not imported: ${why}`);
    return [];
  }

  private set(sited: Sited, said: Record<string, unknown>): Rule | null {
    const all = members(sited.at('assert')).map((one) => this.member(one));
    if (all.length === 0) throw new Unmapped('has no assertions');
    if (typeof said['threshold'] === 'number') return this.share(all, said['threshold'], sited, 'the set');
    const rules = all.flatMap(({ rule }) => rule ?? []);
    if (rules.length === 0) throw new Unmapped('has no assertion that is imported');
    return this.checked(rules.length === 1 ? rules[0]! : { rule: 'all_of', rules });
  }

  private single(sited: Sited, said: Record<string, unknown>, base: string, inverse: boolean, weight: number): Rule {
    const mapping = Object.hasOwn(MAPPED, base) ? MAPPED[base] : undefined;
    if (!mapping) throw new Unmapped(`is not imported: it ${Object.hasOwn(UNMAPPED, base) ? UNMAPPED[base] : UNKNOWN}`);
    if (weight === 0) throw new Unmapped('is not imported: with weight 0 it never fails a test');
    const { options } = this.asked.test;
    if (said['transform'] ?? options['transform'] ?? options['postprocess'])
      throw new Unmapped('is not imported: it looks at the output after a transform, which is not run');
    const { threshold } = said;
    if (threshold !== undefined && typeof threshold !== 'number')
      throw new Unmapped('is not imported: its threshold is no number');
    const { vars, prompt } = this.asked;
    const given = { threshold, inverse, vars, prompt, config: said['config'] };
    const rule = this.mapped(() =>
      mapping.rule({ ...given, ...valueOf(said['value'], base, sited.place, vars, this.files) }),
    );
    return inverse && !mapping.inverts ? { rule: 'not', of: rule } : rule;
  }

  private mapped(read: () => Rule): Rule {
    try {
      return read();
    } catch (error) {
      throw error instanceof Unmapped ? new Unmapped(`is not imported: it ${error.message}`) : error;
    }
  }

  /** A rule that the check engine takes. */
  private checked(rule: Rule | null): Rule | null {
    const read = rule === null ? null : ValidationRule.safeParse(rule);
    if (read?.error) throw new Unmapped(`is not imported: ${read.error.issues[0]!.message}`);
    return rule;
  }

  private named(metric: unknown, type: string): string {
    if (typeof metric !== 'string') return type;
    const template = (): string => rendered(metric, this.asked.vars);
    return labelOf(unmapped(template) ?? metric, 100) || type;
  }
}

/** What is read, or nothing where it has no counterpart. */
function unmapped(read: () => string): string | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unmapped) return undefined;
    throw error;
  }
}

const UNKNOWN = 'has a type that is not known here';

const JUDGED =
  "is the rule judge here: a judging model of TaskBench decides, where there is one; promptfoo's grader, rubricPrompt and threshold are not asked";
