import { ruleDocs } from './catalogue.ts';

const of = (name: string): string => ruleDocs().find(({ rule }) => rule === name)!.signature;

describe('The signature of a rule', () => {
  it.each([
    ['valid_json', '{}'],
    ['word_count', '{ min?: integer, max?: integer, parted_by?: "words" | "white_space" = "words" }'],
    ['contains', '{ text: string, times?: integer = 1, case_sensitive?: boolean = false }'],
    ['one_of', '{ field: string, values: (string | number | boolean | null)[] }'],
    ['letter_case', '{ case: "upper" | "lower" }'],
    ['when', '{ if: rule, then: rule, else?: rule }'],
    ['all_of', '{ rules: rule[] }'],
    ['json_path_equals', '{ path: string, value: any JSON value, tolerance?: number = 0 }'],
    ['json_schema', '{ schema: object }'],
  ])('%s is %s', (name, expected) => expect(of(name)).toBe(expected));
});
