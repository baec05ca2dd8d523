import type { ModelList } from '@taskbench/contracts';
import { freshness } from '../catalogue/view.ts';
import type { Look } from './look.ts';

type Freshness = Pick<ModelList, 'fetched_at' | 'stale' | 'notice'>;

/** How young lists are together: as old as the oldest, stale if one is. Throws why there is none if there is none at all. */
export function together(looks: readonly Look[]): Freshness {
  const states = looks.flatMap(({ shown }) => (shown ? [freshness(shown)] : []));
  if (states.length === 0) throw looks[0]!.failure!;
  const notices = looks.flatMap(({ connection: { name }, shown, failure }) => {
    const notice = shown ? freshness(shown).notice : failure.message;
    return notice === null ? [] : [looks.length > 1 ? `${name}: ${notice}` : notice];
  });
  return {
    fetched_at: states.map(({ fetched_at }) => fetched_at).reduce((oldest, one) => (one < oldest ? one : oldest)),
    stale: states.length < looks.length || states.some(({ stale }) => stale),
    notice: notices.length > 0 ? notices.join(' ') : null,
  };
}
