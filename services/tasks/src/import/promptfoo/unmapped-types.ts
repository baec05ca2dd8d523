const CALL = 'is about the call and not its text; results show the cost and latency of each model';
const GRADED = "is decided by a model of promptfoo's, with a prompt and a score of its own";
const TOOLS = 'is about calls of tools or traces, which no task here asks for';
const PROGRAM = 'is decided by a program or an address outside, which is not run';
const COMPARED = 'compares the outputs of several models or prompts with each other; the ranking does that';

/** Types of promptfoo that no rule has the meaning of, and why. */
export const UNMAPPED: Readonly<Record<string, string>> = {
  ...all(CALL, ['cost', 'latency', 'finish-reason', 'perplexity', 'perplexity-score', 'tokens-used']),
  ...all(GRADED, [
    'agent-rubric',
    'answer-relevance',
    'citation-faithfulness',
    'classifier',
    'context-faithfulness',
    'context-recall',
    'context-relevance',
    'conversation-relevance',
    'factuality',
    'g-eval',
    'guardrails',
    'model-graded-closedqa',
    'model-graded-factuality',
    'moderation',
    'noise-sensitivity',
    'pi',
    'research-rubric',
    'search-rubric',
    'similar',
    'similar:cosine',
    'similar:dot',
    'similar:euclidean',
    'trajectory:goal-success',
    'video-rubric',
  ]),
  ...all(TOOLS, [
    'is-valid-function-call',
    'is-valid-openai-function-call',
    'is-valid-openai-tools-call',
    'skill-used',
    'tool-call-f1',
    'trace-error-spans',
    'trace-span-count',
    'trace-span-duration',
    'trajectory:step-count',
    'trajectory:tool-args-match',
    'trajectory:tool-sequence',
    'trajectory:tool-used',
  ]),
  ...all(PROGRAM, ['python', 'ruby', 'webhook', 'correctover']),
  ...all(COMPARED, ['select-best', 'max-score']),
  human: 'is decided by a person',
  'contains-sql': 'needs a parser of SQL dialects',
  'is-sql': 'needs a parser of SQL dialects',
  'is-html': 'needs an HTML parser, and promptfoo passes what its documentation says fails; contains-html is imported',
  'is-refusal': 'is decided by a list of phrases that is not documented',
  meteor: 'needs a dictionary of synonyms and word stems',
  'rouge-n': 'is counted over tokens whose parting is not documented; gleu and bleu are imported',
};

function all(why: string, types: readonly string[]): Record<string, string> {
  return Object.fromEntries(types.map((type) => [type, why]));
}
