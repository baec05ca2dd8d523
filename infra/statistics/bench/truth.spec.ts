import { coverage, fields, populations, verdicts } from './truth.ts';

/** The simulated truth in small, with bounds that 200 data sets leave room for; `npm run bench:statistics` has 2,000. */
describe('Against a simulated truth', () => {
  it.each(populations.map((population) => [population.name, population] as const))(
    'intervals hold the true mean: %s',
    (_, population) => {
      const held = coverage(population, 24, 200);
      expect(held).toBeGreaterThanOrEqual(0.89);
      expect(held).toBeLessThanOrEqual(1);
    },
  );

  it.each(fields.map((field) => [field.name, field] as const))('equal models are seldom told apart: %s', (_, field) =>
    expect(verdicts(field, 24, 200).wrong).toBeLessThanOrEqual(0.1),
  );

  it('a model that is better is told apart', () =>
    expect(verdicts({ name: 'better', skills: [0.9, 0.5] }, 24, 50).tied).toBe(0));
});
