import { Body, Controller, Delete, Get, Post, type Type } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { type Actor, CurrentActor } from '../auth/actor.js';
import { type BrandingKind, emailBranding, letterBranding } from '../branding/branding-kind.js';
import { Changes, NotifyApi, Reads } from '../notify-api.decorator.js';
import { idSegment } from '../notify-paths.js';
import { PathId } from '../validation/parameters.js';
import {
  BrandingPoolRequest,
  EmailBrandingPoolResponse,
  LetterBrandingPoolResponse,
} from './branding-pool.dto.js';
import { BrandingPoolsService } from './branding-pools.service.js';

/**
 * Returns a controller of the pools of one kind, for a class to extend.
 * @param nouns the noun with its article, and its plural
 */
function poolController<Response extends object>(
  kind: BrandingKind<Response>,
  model: Type<{ data: Response[] }>,
  nouns: { readonly one: string; readonly many: string },
) {
  const brandingId = `${kind.channel}_branding_id`;

  @NotifyApi('Branding pools')
  @Controller(`organisation/${idSegment('organisation_id')}/${kind.channel}-branding-pool`)
  class BrandingPoolController {
    constructor(readonly pools: BrandingPoolsService) {}

    @Get()
    @ApiOperation({ summary: `List the ${nouns.many} in the pool of an organisation, by name` })
    @Reads(model, 'All of them')
    async list(@PathId('organisation_id') organisationId: string): Promise<{ data: Response[] }> {
      return { data: await this.pools.list(kind, organisationId) };
    }

    @Post()
    @ApiOperation({ summary: `Add ${nouns.many} to the pool of an organisation` })
    @Changes('They are in the pool')
    add(
      @PathId('organisation_id') organisationId: string,
      @Body() request: BrandingPoolRequest,
      @CurrentActor() actor: Actor,
    ): Promise<void> {
      return this.pools.add(kind.channel, organisationId, request.branding_ids, actor);
    }

    @Delete(idSegment(brandingId))
    @ApiOperation({ summary: `Remove ${nouns.one}, not the default, from the pool of an organisation` })
    @Changes('It is not in the pool; services that have it keep it')
    remove(
      @PathId('organisation_id') organisationId: string,
      @PathId(brandingId) id: string,
      @CurrentActor() actor: Actor,
    ): Promise<void> {
      return this.pools.remove(kind.channel, organisationId, id, actor);
    }
  }
  return BrandingPoolController;
}

/** The e-mail brandings that the services of an organisation may choose from. */
export class EmailBrandingPoolController extends poolController(emailBranding, EmailBrandingPoolResponse, {
  one: 'an e-mail branding',
  many: 'e-mail brandings',
}) {}

/** The letter brandings that the services of an organisation may choose from. */
export class LetterBrandingPoolController extends poolController(letterBranding, LetterBrandingPoolResponse, {
  one: 'a letter branding',
  many: 'letter brandings',
}) {}
