import { z } from 'zod';
import { signature } from './signature.ts';
import type { Mistake, Rule } from './rule.ts';
import { allOf } from './rules/all-of.ts';
import { anyOf } from './rules/any-of.ts';
import { arithmetic } from './rules/arithmetic.ts';
import { bleu } from './rules/bleu.ts';
import { bulletCount } from './rules/bullet-count.ts';
import { byInput } from './rules/by-input.ts';
import { capitalWordCount } from './rules/capital-word-count.ts';
import { characterCount } from './rules/character-count.ts';
import { compareFields } from './rules/compare-fields.ts';
import { contains } from './rules/contains.ts';
import { containsHtml } from './rules/contains-html.ts';
import { containsJson } from './rules/contains-json.ts';
import { coversRange } from './rules/covers-range.ts';
import { csv } from './rules/csv.ts';
import { dateFormat } from './rules/date-format.ts';
import { editDistance } from './rules/edit-distance.ts';
import { endsWith } from './rules/ends-with.ts';
import { equals } from './rules/equals.ts';
import { exactlyOneOf } from './rules/exactly-one-of.ts';
import { fieldArithmetic } from './rules/field-arithmetic.ts';
import { fieldLength } from './rules/field-length.ts';
import { fieldPattern } from './rules/field-pattern.ts';
import { fieldRange } from './rules/field-range.ts';
import { fieldSum } from './rules/field-sum.ts';
import { fieldType } from './rules/field-type.ts';
import { forbiddenWords } from './rules/forbidden-words.ts';
import { gleu } from './rules/gleu.ts';
import { groundedField } from './rules/grounded-field.ts';
import { headings } from './rules/headings.ts';
import { highlightCount } from './rules/highlight-count.ts';
import { intervalLength } from './rules/interval-length.ts';
import { itemCount } from './rules/item-count.ts';
import { javascriptRegex } from './rules/javascript-regex.ts';
import { jsonLines } from './rules/json-lines.ts';
import { jsonPathCount } from './rules/json-path-count.ts';
import { jsonPathEquals } from './rules/json-path-equals.ts';
import { jsonSchema } from './rules/json-schema.ts';
import { judge } from './rules/judge.ts';
import { keywordCount } from './rules/keyword-count.ts';
import { keywords } from './rules/keywords.ts';
import { lambda } from './rules/lambda.ts';
import { language } from './rules/language.ts';
import { letterCase } from './rules/letter-case.ts';
import { letterFrequency } from './rules/letter-frequency.ts';
import { lineCount } from './rules/line-count.ts';
import { markdownTable } from './rules/markdown-table.ts';
import { mentionsFromInput } from './rules/mentions-from-input.ts';
import { noCodeFence } from './rules/no-code-fence.ts';
import { noCommas } from './rules/no-commas.ts';
import { noFiller } from './rules/no-filler.ts';
import { noGap } from './rules/no-gap.ts';
import { noOverlap } from './rules/no-overlap.ts';
import { noPersonalData } from './rules/no-personal-data.ts';
import { not } from './rules/not.ts';
import { numberedSections } from './rules/numbered-sections.ts';
import { numbersFromInput } from './rules/numbers-from-input.ts';
import { oneOf } from './rules/one-of.ts';
import { onlyCodeBlock } from './rules/only-code-block.ts';
import { onlyFields } from './rules/only-fields.ts';
import { onlyJson } from './rules/only-json.ts';
import { paragraphCount } from './rules/paragraph-count.ts';
import { paragraphStartsWith } from './rules/paragraph-starts-with.ts';
import { placeholderCount } from './rules/placeholder-count.ts';
import { postscript } from './rules/postscript.ts';
import { quoted } from './rules/quoted.ts';
import { quotesFromInput } from './rules/quotes-from-input.ts';
import { regex } from './rules/regex.ts';
import { regexMatches } from './rules/regex-matches.ts';
import { repeatsPrompt } from './rules/repeats-prompt.ts';
import { requiredFields } from './rules/required-fields.ts';
import { sentenceCount } from './rules/sentence-count.ts';
import { severalResponses } from './rules/several-responses.ts';
import { shareOf } from './rules/share-of.ts';
import { sortedItems } from './rules/sorted-items.ts';
import { startsWith } from './rules/starts-with.ts';
import { title } from './rules/title.ts';
import { uniqueItems } from './rules/unique-items.ts';
import { validJson } from './rules/valid-json.ts';
import { valuesFromInput } from './rules/values-from-input.ts';
import { verbatim } from './rules/verbatim.ts';
import { when } from './rules/when.ts';
import { wordCount } from './rules/word-count.ts';
import { xml } from './rules/xml.ts';

/** The rules of the check language by what they look at. */
const families = {
  format: [
    validJson,
    onlyJson,
    jsonSchema,
    jsonLines,
    csv,
    markdownTable,
    onlyCodeBlock,
    noCodeFence,
    noFiller,
    exactlyOneOf,
    containsJson,
    xml,
  ],
  text: [
    characterCount,
    wordCount,
    sentenceCount,
    paragraphCount,
    paragraphStartsWith,
    lineCount,
    bulletCount,
    contains,
    keywords,
    keywordCount,
    forbiddenWords,
    letterFrequency,
    startsWith,
    endsWith,
    regex,
    letterCase,
    capitalWordCount,
    language,
    quoted,
    title,
    headings,
    highlightCount,
    placeholderCount,
    postscript,
    numberedSections,
    severalResponses,
    repeatsPrompt,
    noCommas,
  ],
  items: [
    itemCount,
    requiredFields,
    onlyFields,
    fieldType,
    oneOf,
    fieldRange,
    fieldLength,
    fieldPattern,
    dateFormat,
    uniqueItems,
    sortedItems,
    compareFields,
    fieldArithmetic,
    fieldSum,
    intervalLength,
    noGap,
    noOverlap,
    coversRange,
  ],
  grounding: [groundedField, valuesFromInput, numbersFromInput, quotesFromInput, mentionsFromInput, noPersonalData],
  execution: [jsonPathEquals, jsonPathCount, arithmetic, regexMatches],
  combination: [allOf, anyOf, not, when],
  imported: [equals, verbatim, editDistance, javascriptRegex, bleu, gleu, containsHtml, shareOf, byInput],
  other: [judge, lambda],
} satisfies Record<string, readonly Rule[]>;
export type Family = keyof typeof families;

/** Every rule of the check language by its name. */
export const rules: ReadonlyMap<string, Rule> = new Map(
  Object.values(families)
    .flat()
    .map((rule) => [rule.rule, rule]),
);

/** A rule as docs and generators see it. */
export interface RuleDoc {
  readonly rule: string;
  readonly family: Family;
  readonly meaning: string;
  /** JSON Schema 2020-12. */
  readonly parameters: unknown;
  /** The parameters in a line. */
  readonly signature: string;
  readonly example: Record<string, unknown>;
  readonly guards: readonly Mistake[];
  /** Whether a sandbox runs it. */
  readonly sandboxed: boolean;
}

/** Every rule, documented from itself. */
export const ruleDocs = (): RuleDoc[] =>
  (Object.entries(families) as [Family, readonly Rule[]][]).flatMap(([family, members]) =>
    members.map((rule) => {
      const parameters = z.toJSONSchema(rule.parameters, { io: 'input' });
      return {
        rule: rule.rule,
        family,
        meaning: rule.meaning,
        parameters,
        signature: signature(parameters as Parameters<typeof signature>[0]),
        example: { rule: rule.rule, ...rule.example },
        guards: rule.guards,
        sandboxed: 'program' in rule,
      };
    }),
  );
