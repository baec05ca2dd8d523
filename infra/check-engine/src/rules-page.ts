import { ruleDocs, type Family, type RuleDoc } from './catalogue.ts';

const TITLES: Readonly<Record<Family, string>> = {
  format: 'Form',
  text: 'Text',
  items: 'Items',
  grounding: 'Grounding in the input',
  execution: 'Recomputed or run',
  combination: 'Rules of rules',
  imported: 'As other tools say it',
  other: 'Judges and code',
};

const INTRODUCTION = `# The check language

A check's \`validation_rule\` is data: the name of a rule and its parameters, \`{ "rule": "word_count", "max": 200 }\`. A
rule gives a verdict with evidence: what was found, what was expected and, where there is one, the place in the output.
*pass* and *fail* count; *not_applicable* (the rule finds nothing to judge) and *error* (it did not run) count as
neither.

Items are the list that a task's \`items\` finds in the output; fields are theirs. Counts may be bounded by \`min\`,
\`max\` or both. Patterns are RE2. A parameter with \`?\` may be left out.

\`json_schema\` interprets JSON Schema 2020-12 and passes the public test suite but for what it refuses: references that
lead out of the schema (nothing is fetched), \`$id\` below the root, \`$vocabulary\`, and keys named \`__proto__\`.
\`format\` is an annotation there, as the standard says. A schema that refers to itself without going deeper, or
multiplies its work, is refused.

\`language\` tells 62 languages by the letters that follow each other in them, and not where a text is short. Nepali and
Swahili are told apart only where one of them is wanted: elsewhere Nepali passes for Hindi.

This page is written by \`npm run rules\` from the rules themselves.
`;

const described = (doc: RuleDoc): string => {
  const { properties } = doc.parameters as { properties: Record<string, { description?: string }> };
  const notes = Object.entries(properties).filter(([, { description }]) => description);
  return [
    `### \`${doc.rule}\`\n`,
    `${doc.meaning}\n`,
    `\`${doc.signature}\`\n`,
    ...(notes.length > 0
      ? [`${notes.map(([name, { description }]) => `- \`${name}\`: ${description}`).join('\n')}\n`]
      : []),
    `\`\`\`json\n${JSON.stringify(doc.example)}\n\`\`\`\n`,
    `Guards against: ${doc.guards.map((mistake) => mistake.replaceAll('_', ' ')).join(', ')}.${doc.sandboxed ? ' Runs in the sandbox.' : ''}\n`,
  ].join('\n');
};

/** The check language on one page. */
export function rulesPage(): string {
  const sections = [...Map.groupBy(ruleDocs(), ({ family }) => family)].map(
    ([family, docs]) => `## ${TITLES[family]}\n\n${docs.map(described).join('\n')}`,
  );
  return [INTRODUCTION, ...sections].join('\n');
}
