import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, ConsoleMessage, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

/** What a person does with the web, against a running stack. Each journey throws when what they would see is wrong. */

const MOST_JS = 200 * 1024;
const axe = () => readFileSync(createRequire(`${process.cwd()}/package.json`).resolve('axe-core/axe.min.js'), 'utf8');

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['TASKBENCH_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking'],
  });

function must(holds: unknown, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}

/** Runs a journey and fails when the console said anything bad meanwhile. */
async function quietly(page: Page, journey: () => Promise<void>): Promise<void> {
  const said: string[] = [];
  const onConsole = (message: ConsoleMessage) => {
    if (message.type() === 'error' || message.type() === 'warning') said.push(message.text());
  };
  const onError = (error: Error) => said.push(String(error));
  page.on('console', onConsole);
  page.on('pageerror', onError);
  try {
    await journey();
  } finally {
    page.off('console', onConsole);
    page.off('pageerror', onError);
  }
  must(said.length === 0, `The console of ${page.url()} is not clean: ${said.join(' | ')}`);
}

async function opened(page: Page, address: string): Promise<void> {
  const answer = await page.goto(address, { waitUntil: 'load' });
  must(answer?.status() === 200, `${address} answered ${answer?.status()}`);
  await page.waitForLoadState('networkidle', { timeout: 5000 }).catch(() => undefined); // a socket may keep it busy
}

/** Clean by axe in both themes; the theme is left as it was found. */
export async function accessible(page: Page): Promise<void> {
  const found = await page.evaluate<string | null>('document.documentElement.dataset.theme ?? null');
  await page.evaluate(axe());
  for (const theme of ['light', 'dark']) {
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
    const violations = await page.evaluate<{ id: string; nodes: string[] }[]>(
      `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
        violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => html.slice(0, 160) + ' ' + failureSummary) })))`,
    );
    must(violations.length === 0, `axe, ${theme}, ${page.url()}: ${JSON.stringify(violations, null, 1)}`);
  }
  await page.evaluate(
    found === null
      ? 'delete document.documentElement.dataset.theme'
      : `document.documentElement.dataset.theme = '${found}'`,
  );
}

/** Compressed bytes of JavaScript that the first load of this page fetched. */
export const scriptBytes = (page: Page): Promise<number> =>
  page.evaluate<number>(
    `performance.getEntriesByType('resource').filter(({ name }) => /\\.js($|\\?)/.test(name)).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`,
  );

async function light(page: Page): Promise<void> {
  const bytes = await scriptBytes(page);
  must(
    bytes > 0 && bytes <= MOST_JS,
    `${page.url()} loads ${bytes} bytes of JavaScript, at most ${MOST_JS} are allowed`,
  );
}

/** Home names at least one task with the sentence that answers it, and leads to its results. */
export function homeShowsLatestAnswer(page: Page, baseUrl: string): Promise<void> {
  return quietly(page, async () => {
    await opened(page, baseUrl);
    must((await page.title()).startsWith('Home'), `Home is titled "${await page.title()}"`);
    await page.getByRole('heading', { level: 1, name: 'Which model for which task' }).waitFor();
    const tasks = page.getByRole('region', { name: 'Tasks' });
    const answer = tasks.locator('tbody tr', { has: page.locator('a[href^="/evaluations/"]') }).first();
    await answer.waitFor();
    const words = (await answer.locator('td').first().innerText()).trim();
    must(/\w+.*[.!]|can't tell/i.test(words), `Home shows no sentence, but "${words}"`);
    await light(page);
    await accessible(page);
    await answer.getByRole('link').first().click();
    await page.waitForURL(/\/evaluations\/[\da-f-]{36}/);
    await page.getByRole('heading', { level: 1 }).waitFor();
  });
}

/** Results open with the answer, and prove it: ranking with its six metrics, pairs, violations, costs. */
export function resultsShowRanking(page: Page, baseUrl: string, evaluationId: string): Promise<void> {
  return quietly(page, async () => {
    await opened(page, `${baseUrl}/evaluations/${evaluationId}`);
    for (const name of ['How sure', 'What it costs', 'Ranking by F1']) {
      await page.getByRole('heading', { name }).waitFor();
    }
    const answer = await page.getByRole('heading', { level: 1 }).innerText();
    must(answer.length > 10, `The answer is "${answer}"`);
    const ranking = page.getByRole('region', { name: 'Ranking by F1' });
    const heads = await ranking.locator('thead').innerText();
    for (const metric of ['F1', 'Accuracy', 'Completeness', 'Hallucination', 'Instructions', 'Consistency', 'Cost']) {
      must(heads.includes(metric), `The ranking has no column "${metric}": ${heads}`);
    }
    const rows = ranking.locator('tbody tr');
    must((await rows.count()) > 0, 'The ranking has no rows');
    const ranks = await rows.locator('td:first-child').allInnerTexts();

    // sorting: best first, worst first, as ranked; the address keeps it
    const head = ranking.getByRole('button', { name: /^Cost/ });
    await head.click();
    await page.waitForURL(/sort=cost/);
    await ranking.locator('th[aria-sort="ascending"]').waitFor();
    await head.click();
    await page.waitForURL(/order=worst/);
    await ranking.locator('th[aria-sort="descending"]').waitFor();
    await head.click();
    await page.waitForURL((url) => !url.searchParams.has('sort'));
    const again = await rows.locator('td:first-child').allInnerTexts();
    must(ranks.join() === again.join(), `The default order was lost: ${ranks.join()} became ${again.join()}`);

    await standsBehind(page, ranks.length);

    // another metric to rank by, kept in the address too
    await ranking.getByLabel('By').selectOption('accuracy');
    await page.waitForURL(/rank_by=accuracy/);
    await page.getByRole('heading', { name: 'Ranking by accuracy' }).waitFor();
    await light(page);
    await accessible(page);
  });
}

/** What the ranking rests on: repeats and fields in sight, reasons and micro averages when asked for. */
async function standsBehind(page: Page, models: number): Promise<void> {
  const rows = { Repeats: /TARr@3[^]*TARa@3[^]*pass\^3[^]*pass@3/, 'Accuracy by field': /action[^]*due[^]*owner/ };
  for (const [name, heads] of Object.entries(rows)) {
    const panel = page.getByRole('region', { name });
    const words = await panel.locator('thead').innerText();
    must(heads.test(words), `"${name}" has the heads ${words}`);
    must((await panel.locator('tbody tr').count()) === models, `"${name}" has not a row a model`);
    const cells = await panel.locator('tbody td').allInnerTexts();
    must(
      cells.every((cell) => /^(\d\.\d\d|n\/a)/.test(cell.trim())),
      `"${name}" shows ${cells.join(' | ')}`,
    );
  }
  const behind = page.getByRole('region', { name: 'Behind the ranking' });
  await behind.getByText('Which metrics apply, and why').click();
  await behind.getByText('Each input is asked 3 times.').waitFor();
  await behind.getByText('Micro averages').click();
  must((await behind.locator('tbody tr').count()) === models, 'There is not a micro average a model');
}

/** A running evaluation shows its progress and turns into results at the same address, without a reload. */
export function liveBecomesResults(
  page: Page,
  baseUrl: string,
  evaluationId: string,
  patienceMs = 120_000,
): Promise<void> {
  return quietly(page, async () => {
    await opened(page, `${baseUrl}/evaluations/${evaluationId}`);
    const address = page.url();
    await page.evaluate('window.sameDocument = true');
    const models = page.getByRole('region', { name: 'Models' });
    const ranking = page.getByRole('heading', { name: 'Ranking by F1' });
    await models.or(ranking).first().waitFor();
    if (await models.isVisible()) {
      must(/^\d+ % · /.test(await page.title()), `The live page is titled "${await page.title()}"`);
      await models.locator('tbody tr').first().waitFor();
      await accessible(page);
    }
    await ranking.waitFor({ timeout: patienceMs });
    must(page.url() === address, `The address became ${page.url()}`);
    must(await page.evaluate('window.sameDocument === true'), 'The page was loaded again');
    must(!(await page.title()).includes(' % ·'), `The results are titled "${await page.title()}"`);
    await accessible(page);
  });
}

/**
 * A model's row with these figures: what is null says n/a and why, on focus; what was measured is there, also a true zero.
 */
export function edgeShows(
  page: Page,
  baseUrl: string,
  evaluationId: string,
  label: string,
  figures: Readonly<Record<'Accuracy' | 'Hallucination' | 'Completeness' | 'F1', number | null>>,
): Promise<void> {
  return quietly(page, async () => {
    await opened(page, `${baseUrl}/evaluations/${evaluationId}`);
    const ranking = page.getByRole('region', { name: 'Ranking by F1' });
    const row = ranking.locator('tbody tr').filter({ hasText: label });
    const heads = await ranking.locator('thead th').allTextContents();
    for (const [name, value] of Object.entries(figures)) {
      const place = heads.findLastIndex((head) => head.trim().startsWith(name)); // F1 has its chart before it
      must(place >= 0, `There is no column "${name}"`);
      const cell = row.locator('th, td').nth(place);
      const said = (await cell.innerText()).trim();
      const shown = value === null ? said.startsWith('n/a') : Math.abs(Number.parseFloat(said) - value) < 0.005;
      must(shown, `${label}, ${name}: "${said}" stands where ${value === null ? 'n/a' : value} should`);
      if (value !== null) continue;
      await cell.getByRole('button', { name: 'n/a' }).focus();
      const why = await cell.getByRole('tooltip').innerText();
      must(why.length > 10, `${label}, ${name}: n/a gives no reason`);
    }
  });
}
