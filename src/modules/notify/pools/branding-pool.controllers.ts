import { Body, Controller, Delete, Get, Post, type Type } from '@nestjs/common';
import { Operation } from '../../../http/openapi/operation.decorator.js';
import { type Actor, CurrentActor } from '../auth/actor.js';
import { NeedsScope } from '../auth/needs-scope.decorator.js';
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
 * @param nouns the noun with its article, its plural, and the end of the operation ids
 */
function poolController<Response extends object>(
  kind: BrandingKind<Response>,
  model: Type<{ data: Response[] }>,
  nouns: { readonly one: string; readonly many: string; readonly pool: string },
) {
  const brandingId = `${kind.channel}_branding_id`;

  @NotifyApi('Branding pools')
  @Controller(`organisation/${idSegment('organisation_id')}/${kind.channel}-branding-pool`)
  class BrandingPoolController {
    constructor(readonly pools: BrandingPoolsService) {}

    @Get()
    @Operation(
      `list${nouns.pool}`,
      `List the ${nouns.many} in the pool of an organisation`,
      `Returns the ${nouns.many} by name from which the services of the organisation may choose.`,
    )
    @NeedsScope('read')
    @Reads(model, 'All of them')
    async list(@PathId('organisation_id') organisationId: string): Promise<{ data: Response[] }> {
      return { data: await this.pools.list(kind, organisationId) };
    }

    @Post()
    @Operation(
      `addTo${nouns.pool}`,
      `Add ${nouns.many} to the pool of an organisation`,
      'Adds the brandings. Those that are in the pool already stay there. The operation never removes a branding and never changes the default.',
    )
    @NeedsScope('write')
    @Changes('They are in the pool')
    add(
      @PathId('organisation_id') organisationId: string,
      @Body() request: BrandingPoolRequest,
      @CurrentActor() actor: Actor,
    ): Promise<void> {
      return this.pools.add(kind.channel, organisationId, request.branding_ids, actor);
    }

    @Delete(idSegment(brandingId))
    @Operation(
      `removeFrom${nouns.pool}`,
      `Remove ${nouns.one} from the pool of an organisation`,
      `Removes the branding; services that have it keep it. The default branding of the organisation is never removed. A branding that is not in the pool answers 404: in the sample, send \`addTo${nouns.pool}\` first.`,
    )
    @NeedsScope('write')
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
  pool: 'EmailBrandingPool',
}) {}

/** The letter brandings that the services of an organisation may choose from. */
export class LetterBrandingPoolController extends poolController(letterBranding, LetterBrandingPoolResponse, {
  one: 'a letter branding',
  many: 'letter brandings',
  pool: 'LetterBrandingPool',
}) {}
