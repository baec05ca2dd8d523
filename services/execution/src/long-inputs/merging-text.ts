const ASKED =
  'The input was too long for one request. Its parts, which overlap a little, were answered one by one. Put these answers together into one answer to the whole input, in the same form, with nothing in it twice.';

/** What stands in an input's place where a model makes one answer of its answers to parts. */
export const mergingText = (answers: readonly string[]): string =>
  [ASKED, ...answers.map((answer, at) => `Answer to part ${at + 1}:\n${answer}`)].join('\n\n');
