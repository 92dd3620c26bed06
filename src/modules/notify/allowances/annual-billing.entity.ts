import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** The SMS fragments that a service may send without paying in a financial year. */
@Entity({ schema: 'notify', name: 'annual_billing' })
@Check('annual_billing_financial_year_start_check', 'financial_year_start >= 2016')
@Check('annual_billing_free_sms_fragment_limit_check', 'free_sms_fragment_limit >= 0')
export class AnnualBilling {
  @PrimaryColumn({ name: 'service_id', type: 'uuid', primaryKeyConstraintName: 'annual_billing_pkey' })
  @ForeignKey('service', { name: 'annual_billing_service_id_fkey' })
  serviceId: string;

  @PrimaryColumn({
    name: 'financial_year_start',
    type: 'integer',
    primaryKeyConstraintName: 'annual_billing_pkey',
  })
  financialYearStart: number;

  @Column({ name: 'free_sms_fragment_limit', type: 'integer' })
  freeSmsFragmentLimit: number;

  /** True for an agreed number, which is the next year's default too. */
  @Column({ name: 'has_custom_allowance', type: 'boolean', default: false })
  hasCustomAllowance: boolean;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', nullable: true })
  updatedAt: Date | null;
}
