import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesPage } from './rules-page.ts';

describe('The page of rules', () => {
  it('is written as the rules are: run npm run rules when this fails', () => {
    expect(readFileSync(join(import.meta.dirname, '../RULES.md'), 'utf8')).toBe(rulesPage());
  });
});
