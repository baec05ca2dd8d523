import { z } from 'zod';
import { didNotRun, fail, pass, shown } from '../evaluation.ts';
import { defineRule } from '../rule.ts';
import { fragmentsIn } from '../xml-fragments.ts';
import { hasElement, readFragment, readXml, type Element } from '../xml-tree.ts';

export const xml = defineRule({
  rule: 'xml',
  meaning:
    'The output is one well-formed XML document and nothing else, or has well-formed elements somewhere, with these elements if any are named; a document with a DOCTYPE is not judged.',
  parameters: z.strictObject({
    elements: z
      .array(z.string().min(1).max(500))
      .max(200)
      .default([])
      .describe('Paths such as root.child; where an element stands several times its number, from 0, comes next.'),
    anywhere: z.boolean().default(false).describe('Elements may stand in other text; paths begin at the outermost.'),
  }),
  example: { elements: ['analysis.classification', 'analysis.color'] },
  guards: ['broken_format', 'missing_field', 'truncate', 'filler_text', 'empty', 'refusal'],
  evaluate({ elements, anywhere }, { output }) {
    const missing = (tree: Element) => elements.find((path) => !hasElement(tree, path));
    if (anywhere) {
      const trees = fragmentsIn(output).flatMap(({ start, end }) => readFragment(output.slice(start, end)) ?? []);
      if (trees.length === 0) return fail({ found: 'no well-formed element', expected: 'one' });
      return trees.some((tree) => missing(tree) === undefined) ? pass() : absent(missing(trees[0]!)!);
    }
    const read = readXml(output);
    if ('doctype' in read) return didNotRun('the document has a DOCTYPE');
    if ('fault' in read) return fail({ found: shown(read.fault), expected: 'a well-formed XML document' });
    const path = missing(read.tree);
    return path === undefined ? pass() : absent(path);
  },
});

const absent = (path: string) => fail({ found: `no element ${shown(path)}`, expected: 'one' });
