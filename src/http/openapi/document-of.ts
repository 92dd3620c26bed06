import type { INestApplication, Type } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { type DocumentDetails, finishDocument } from './finish-document.js';

/** An OpenAPI document without its operations. */
export interface ApiDescription extends DocumentDetails {
  readonly title: string;
  /** Title where space is short. */
  readonly shortTitle: string;
  /** Markdown. */
  readonly description: string;
  readonly version: string;
  /** Name and Markdown of each tag, in the order in which Swagger UI shows them. */
  readonly tags: Readonly<Record<string, string>>;
  /** Adds the security schemes that the operations refer to. */
  readonly addSecurity: (builder: DocumentBuilder) => void;
  /** The modules with the controllers of the API; imported modules are included. */
  readonly modules: readonly Type[];
}

/**
 * Builds the OpenAPI 3.1 document of one API from the decorators of its controllers.
 * @param basePaths see `finishDocument`
 */
export function documentOf(
  app: INestApplication,
  api: ApiDescription,
  basePaths: readonly string[],
): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle(api.title)
    .setDescription(`${api.description}\n\nFollows ${api.follows}.`)
    .setVersion(api.version);
  for (const [name, description] of Object.entries(api.tags)) builder.addTag(name, description);
  api.addSecurity(builder);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    include: [...api.modules],
    deepScanRoutes: true,
  });
  return finishDocument(document, api, basePaths) as unknown as OpenAPIObject;
}
