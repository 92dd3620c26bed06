import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { CodePoints, IsStorable, IsText, MatchesText } from '../../../http/validation/text-rules.js';

/**
 * The published pattern with both of its branches anchored at both ends: as published, its second branch lets
 * `javascript:…data:image/png;base64,AAAA` pass.
 */
const logoUriPattern =
  '^(http://|https://).*.(svg|png|jpg|jpeg)$|^(data:image/[a-zA-Z0-9;+=-]+,[A-Za-z0-9+/]*={0,2})$';

const forbidden = '[<>\\s\\p{Cc}]';

/** A logo by http(s) URL or as a data URI, or `""` for none. */
export function IsLogoUri(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      type: String,
      nullable: true,
      required: false,
      maxLength: 65_535,
      pattern: `^$|${logoUriPattern}`,
      description: 'A compliant URI',
      example: 'https://www.sample-bank.example/logo.svg',
    }),
    IsText(),
    CodePoints(0, 65_535),
    IsStorable(),
    MatchesText(
      new RegExp(`^$|${logoUriPattern}`, 's'),
      'must be an http(s) URL of an svg, png or jpg image, or a data URI of one',
    ),
    MatchesText(
      new RegExp(`^(?!.*${forbidden})`, 'su'),
      'must not contain <, >, white space or control characters',
    ),
  );
}
