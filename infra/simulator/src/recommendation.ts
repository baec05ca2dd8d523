/** Names the first two models that a prompt lists, and one that it does not: models do that. */
export function recommendation(prompt: string): string {
  const listed = [...prompt.matchAll(/^- (\S+) \(/gm)].map(([, id]) => id!).slice(0, 2);
  const named = [...listed.map((id) => ({ id, why: `${id} is among the cheapest that fit.` }))];
  return JSON.stringify({ models: [...named, { id: 'sim/imaginary', why: 'Everybody says so.' }] });
}
