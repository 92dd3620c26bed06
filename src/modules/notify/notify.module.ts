import { Module } from '@nestjs/common';
import { NotifyGroundModule } from './notify-ground.module.js';

/** GOV.UK Notify's organisations API; its OpenAPI document has the parts in this order. */
@Module({
  imports: [
    NotifyGroundModule,
  ],
})
export class NotifyModule {}
