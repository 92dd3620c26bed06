import { Body, Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { type Actor, CurrentActor } from '../auth/actor.js';
import { Changes, NotifyApi, Reads } from '../notify-api.decorator.js';
import { idSegment } from '../notify-paths.js';
import { PathId } from '../validation/parameters.js';
import { BrandingPoolRequest } from './branding-pool.dto.js';
import { LetterBrandingPoolResponse } from './branding-pool.response.dto.js';
import { BrandingPoolsService } from './branding-pools.service.js';

/** The letter brandings that the services of an organisation may choose from. */
@NotifyApi('Branding pools')
@Controller(`organisation/${idSegment('organisation_id')}/letter-branding-pool`)
export class LetterBrandingPoolController {
  constructor(private readonly pools: BrandingPoolsService) {}

  @Get()
  @ApiOperation({ summary: 'List the letter brandings in the pool of an organisation, by name' })
  @Reads(LetterBrandingPoolResponse, 'All of them')
  list(@PathId('organisation_id') organisationId: string): Promise<LetterBrandingPoolResponse> {
    return this.pools.listLetter(organisationId);
  }

  @Post()
  @ApiOperation({ summary: 'Add letter brandings to the pool of an organisation' })
  @Changes('They are in the pool')
  add(
    @PathId('organisation_id') organisationId: string,
    @Body() request: BrandingPoolRequest,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.pools.add('letter', organisationId, request.branding_ids, actor);
  }

  @Delete(idSegment('letter_branding_id'))
  @ApiOperation({ summary: 'Take a letter branding, not the default, out of the pool of an organisation' })
  @Changes('It is not in the pool; services that have it keep it')
  remove(
    @PathId('organisation_id') organisationId: string,
    @PathId('letter_branding_id') brandingId: string,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.pools.remove('letter', organisationId, brandingId, actor);
  }
}
