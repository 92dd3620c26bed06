import type { INestApplication, Type } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** An OpenAPI document without its operations. */
export interface ApiDescription {
  readonly title: string;
  /** Markdown. */
  readonly description: string;
  readonly version: string;
  /** Adds the security schemes that the operations refer to. */
  readonly addSecurity: (builder: DocumentBuilder) => void;
  /** The modules with the controllers of the API; imported modules are included. */
  readonly modules: readonly Type[];
}

/** Builds the OpenAPI document of one API from the decorators of its controllers. */
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
