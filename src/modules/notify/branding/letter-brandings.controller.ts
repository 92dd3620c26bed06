import { Body, Controller, Get, Headers, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { type Actor, CurrentActor } from '../auth/actor.js';
import { Creates, Guarded, NotifyApi, Reads } from '../notify-api.decorator.js';
import { idSegment } from '../notify-paths.js';
import { PathId } from '../validation/parameters.js';
import { LetterBrandingCreateRequest, LetterBrandingUpdateRequest } from './letter-branding.dto.js';
import { LetterBrandingResponse } from './letter-branding.response.dto.js';
import { LetterBrandingsService } from './letter-brandings.service.js';

const one = idSegment('letter_branding_id');

/** What letters may look like. */
@NotifyApi('Letter branding')
@Controller('letter-branding')
export class LetterBrandingsController {
  constructor(private readonly brandings: LetterBrandingsService) {}

  @Get()
  @ApiOperation({ summary: 'List the letter brandings, by name' })
  @Reads([LetterBrandingResponse], 'All of them')
  list(): Promise<LetterBrandingResponse[]> {
    return this.brandings.list();
  }

  @Post()
  @ApiOperation({ summary: 'Create a letter branding' })
  @Creates(LetterBrandingResponse, 'The new branding')
  create(
    @Body() request: LetterBrandingCreateRequest,
    @CurrentActor() actor: Actor,
  ): Promise<LetterBrandingResponse> {
    return this.brandings.create(request, actor);
  }

  @Get(one)
  @ApiOperation({ summary: 'Get a letter branding' })
  @Reads(LetterBrandingResponse, 'The branding')
  get(@PathId('letter_branding_id') id: string): Promise<LetterBrandingResponse> {
    return this.brandings.get(id);
  }

  // 201, though nothing is made: what the peer's clients expect.
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
    return this.brandings.update(id, request, actor, ifMatch);
  }
}
