import type { INestApplication, Type } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** What an OpenAPI document says beside its operations. */
export interface ApiDescription {
  readonly title: string;
  /** Markdown. */
  readonly description: string;
  readonly version: string;
  /** Adds the schemes that the operations name. */
  readonly addSecurity: (builder: DocumentBuilder) => void;
  /** The modules whose controllers the API consists of, those that they import included. */
  readonly modules: readonly Type[];
}

/** The OpenAPI document of one of the application's APIs, built from the decorators of its controllers. */
export function documentOf(app: INestApplication, api: ApiDescription): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle(api.title)
    .setDescription(api.description)
    .setVersion(api.version);
  api.addSecurity(builder);
  return SwaggerModule.createDocument(app, builder.build(), {
    include: [...api.modules],
    deepScanRoutes: true,
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
}
