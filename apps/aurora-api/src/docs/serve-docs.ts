import { type INestApplication } from '@nestjs/common';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { openApiDocument } from '@aurora/contracts';

/** Serves Swagger UI at /docs and the OpenAPI document at /docs-json, made when someone first asks for it. */
export function serveDocs(app: INestApplication, version: string): void {
  let document: OpenAPIObject | null = null;
  SwaggerModule.setup('docs', app, () => (document ??= openApiDocument({ version }) as unknown as OpenAPIObject), {
    jsonDocumentUrl: 'docs-json',
    raw: ['json'],
    customSiteTitle: 'Aurora API',
  });
}
