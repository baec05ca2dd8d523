import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { openApi } from '@taskbench/contracts';
import express from 'express';

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>API · LLM TaskBench</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/docs/assets/swagger-ui.css"></head>
<body><div id="docs"></div><script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/assets/start.js"></script></body></html>`;
const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true, validatorUrl: null });`;

/** `/openapi.json` and a page to read and try it, all from this machine. */
export function docs(app: NestExpressApplication): void {
  const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const document = JSON.stringify(openApi('0.1.0'));
  app.use('/openapi.json', (_: unknown, response: express.Response) => response.type('json').send(document));
  app.use('/docs/assets/start.js', (_: unknown, response: express.Response) => response.type('js').send(START));
  app.use('/docs/assets', express.static(assets, { index: false, immutable: true, maxAge: '1d' }));
  app.use('/docs', (_: unknown, response: express.Response) => response.type('html').send(PAGE));
}
