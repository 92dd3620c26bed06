import { Body, Controller, Get, Headers, Post } from '@nestjs/common';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { type Actor, CurrentActor } from '../auth/actor.js';
import { NeedsScope } from '../auth/needs-scope.decorator.js';
import { Creates, Guarded, NotifyApi, Reads } from '../notify-api.decorator.js';
import { idSegment } from '../notify-paths.js';
import { PathId } from '../validation/parameters.js';
import { letterBranding } from './branding-kind.js';
import { BrandingsService } from './brandings.service.js';
import {
  LetterBrandingCreateRequest,
  LetterBrandingResponse,
  LetterBrandingUpdateRequest,
} from './letter-branding.dto.js';

const one = idSegment('letter_branding_id');

/** Letter brandings. */
@NotifyApi('Letter branding')
@Controller('letter-branding')
export class LetterBrandingsController {
  constructor(private readonly brandings: BrandingsService) {}

  @Get()
  @Operation('listLetterBrandings', 'List the letter brandings', 'Returns all letter brandings by name.')
  @NeedsScope('read')
  @Reads([LetterBrandingResponse], 'All of them')
  list(): Promise<LetterBrandingResponse[]> {
    return this.brandings.list(letterBranding);
  }

  @Post()
  @Operation(
    'createLetterBranding',
    'Create a letter branding',
    'Creates a letter branding, which is in no pool. A name that is taken answers 400.',
  )
  @NeedsScope('write')
  @Creates(LetterBrandingResponse, 'The new branding')
  create(
    @Body() request: LetterBrandingCreateRequest,
    @CurrentActor() actor: Actor,
  ): Promise<LetterBrandingResponse> {
    return this.brandings.create(letterBranding, request, actor);
  }

  @Get(one)
  @Operation('getLetterBranding', 'Get a letter branding', 'Returns the letter branding.')
  @NeedsScope('read')
  @Reads(LetterBrandingResponse, 'The branding')
  get(@PathId('letter_branding_id') id: string): Promise<LetterBrandingResponse> {
    return this.brandings.get(letterBranding, id);
  }

  // 201, because the peer's clients expect it here.
  @Post(one)
  @Operation(
    'updateLetterBranding',
    'Update a letter branding',
    'Changes the fields that the body names, for every organisation and service that has the branding.',
  )
  @NeedsScope('write')
  @Creates(LetterBrandingResponse, 'The branding as it is now')
  @Guarded()
  update(
    @PathId('letter_branding_id') id: string,
    @Body() request: LetterBrandingUpdateRequest,
    @CurrentActor() actor: Actor,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<LetterBrandingResponse> {
    return this.brandings.update(letterBranding, id, request, actor, ifMatch);
  }
}
