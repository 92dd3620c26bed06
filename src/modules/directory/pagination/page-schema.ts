import { getSchemaPath } from '@nestjs/swagger';

const integer = { type: 'integer', minimum: 0 };
const orderSchema = {
  type: 'object',
  required: ['property', 'direction', 'ignoreCase', 'ascending'],
  additionalProperties: false,
  properties: {
    property: { type: 'string', description: 'Name of the property used for sorting' },
    direction: { type: 'string', enum: ['ASC', 'DESC'] },
    ignoreCase: { type: 'boolean' },
    ascending: { type: 'boolean' },
  },
};
const pageableSchema = {
  type: 'object',
  required: ['number', 'sort', 'size', 'offset', 'sorted', 'unpaged'],
  additionalProperties: false,
  properties: {
    number: integer,
    sort: {
      type: 'object',
      required: ['sorted', 'orderBy'],
      additionalProperties: false,
      properties: { sorted: { type: 'boolean' }, orderBy: { type: 'array', items: orderSchema } },
    },
    size: integer,
    offset: integer,
    sorted: { type: 'boolean' },
    unpaged: { type: 'boolean' },
  },
};

/** The OpenAPI schema of the page envelope around `model`. */
export function pageSchema(model: new () => object) {
  return {
    type: 'object',
    additionalProperties: false,
    required: [
      'content',
      'totalPages',
      'totalSize',
      'pageable',
      'numberOfElements',
      'size',
      'offset',
      'empty',
      'pageNumber',
    ],
    properties: {
      content: { type: 'array', items: { $ref: getSchemaPath(model) } },
      totalPages: integer,
      totalSize: integer,
      pageable: pageableSchema,
      numberOfElements: integer,
      size: integer,
      offset: integer,
      empty: { type: 'boolean' },
      pageNumber: integer,
    },
  };
}
