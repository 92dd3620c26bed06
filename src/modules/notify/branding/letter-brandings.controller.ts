import { Body, Controller, Get, Headers, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { type Actor, CurrentActor } from '../auth/actor.js';
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
  @ApiOperation({ summary: 'List the letter brandings, by name' })
  @Reads([LetterBrandingResponse], 'All of them')
  list(): Promise<LetterBrandingResponse[]> {
    return this.brandings.list(letterBranding);
  }

  @Post()
  @ApiOperation({ summary: 'Create a letter branding' })
  @Creates(LetterBrandingResponse, 'The new branding')
  create(
    @Body() request: LetterBrandingCreateRequest,
    @CurrentActor() actor: Actor,
  ): Promise<LetterBrandingResponse> {
    return this.brandings.create(letterBranding, request, actor);
  }

  @Get(one)
  @ApiOperation({ summary: 'Get a letter branding' })
  @Reads(LetterBrandingResponse, 'The branding')
  get(@PathId('letter_branding_id') id: string): Promise<LetterBrandingResponse> {
    return this.brandings.get(letterBranding, id);
  }

  // 201, because the peer's clients expect it here.
  @Post(one)
  @ApiOperation({ summary: 'Change a letter branding' })
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
