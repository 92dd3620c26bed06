/** The data of the Notify API's heavy reads, and the SQL that returns the same rows. */

export const usageYear = 2024;
/** The organisation whose services have usage. */
export const busyOrganisation = '00000000-0000-4000-8000-000000000001';

/** @typedef {{ organisations: number, services: number, domains: number, usageServices: number }} Sizes */
export const sizes = { organisations: 5_000, services: 40_000, domains: 20_000, usageServices: 500 };
/** For the number of statements, which must not depend on the size. */
export const fewSizes = { organisations: 10, services: 20, domains: 10, usageServices: 5 };

/** @param {Sizes} */
export function fillStatements({ organisations, services, domains, usageServices }) {
  return [
    [
      `INSERT INTO notify.organisation (id, name, active, crown, organisation_type)
       SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Organisation ' || md5(n::text), n % 20 <> 0,
         n % 2 = 0, (ARRAY['central', 'local', 'nhs_gp', 'other'])[n % 4 + 1]
       FROM generate_series(1, $1) AS n`,
      [organisations],
    ],
    [
      `INSERT INTO notify.organisation_domain (domain, organisation_id, position)
       SELECT 'd' || n || '.gov.uk', ('00000000-0000-4000-8000-' || lpad((n % $2 + 1)::text, 12, '0'))::uuid, n / $2 + 1
       FROM generate_series(0, $1 - 1) AS n`,
      [domains, organisations],
    ],
    [
      `INSERT INTO notify.service (id, name, normalised_name, active, restricted, organisation_id, organisation_type,
         email_message_limit, sms_message_limit, letter_message_limit, created_by_id)
       SELECT ('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid, 'Service ' || n, 'service.' || n, n % 10 <> 0,
         n % 3 = 0 AND n > $2,
         ('00000000-0000-4000-8000-' || lpad((CASE WHEN n <= $2 THEN 1 ELSE n % $3 + 1 END)::text, 12, '0'))::uuid, 'other',
         1000, 1000, 1000, '6af522d0-2915-4e52-83a3-3690455a5fe6'
       FROM generate_series(1, $1) AS n`,
      [services, usageServices, organisations],
    ],
    [
      `INSERT INTO notify.usage_fact (service_id, bst_date, notification_type, provider, rate, billable_units,
         notifications_sent)
       SELECT s.id, day, 'sms', 'mmg', CASE WHEN extract(month FROM day) < 10 THEN 0.0227 ELSE 0.0233 END, 137, 120
       FROM notify.service s, generate_series(date '2024-04-01', date '2025-03-31', interval '1 day') AS day
       WHERE s.name ~ '^Service \\d{1,3}$' AND substr(s.name, 9)::integer <= $1`,
      [usageServices],
    ],
    [
      `INSERT INTO notify.annual_billing (service_id, financial_year_start, free_sms_fragment_limit)
       SELECT id, $1, 5000 FROM notify.service WHERE name <> 'GOV.UK Notify'`,
      [usageYear],
    ],
  ];
}

export const listSql = `
  SELECT o.id, o.name, o.active, o.organisation_type, coalesce(d.domains, '{}') AS domains,
    coalesce(s.live, 0) AS count_of_live_services
  FROM notify.organisation o
  LEFT JOIN (SELECT organisation_id, array_agg(domain ORDER BY position) AS domains
    FROM notify.organisation_domain GROUP BY organisation_id) d ON d.organisation_id = o.id
  LEFT JOIN (SELECT organisation_id, count(*)::integer AS live
    FROM notify.service WHERE active AND NOT restricted GROUP BY organisation_id) s ON s.organisation_id = o.id
  ORDER BY o.active DESC, o.name, o.id`;

export const byDomainSql = `
  SELECT o.*, (SELECT array_agg(d.domain ORDER BY d.position) FROM notify.organisation_domain d
      WHERE d.organisation_id = o.id) AS domains,
    (SELECT count(*)::integer FROM notify.service s
      WHERE s.organisation_id = o.id AND s.active AND NOT s.restricted) AS count_of_live_services
  FROM notify.organisation_domain found JOIN notify.organisation o ON o.id = found.organisation_id
  WHERE found.domain = ANY('{team.d7.gov.uk,d7.gov.uk,gov.uk,uk}'::text[])
  ORDER BY char_length(found.domain) DESC LIMIT 1`;

/** Applies the allowance day by day, once; the service only adds arithmetic. */
export const usageSql = `
  SELECT s.id, s.name, sum(d.cost) AS cost FROM notify.service s JOIN (
    SELECT service_id, greatest(least(units, used + units - free), 0) * rate AS cost FROM (
      SELECT f.service_id, f.rate, f.billable_units * f.rate_multiplier AS units, a.free_sms_fragment_limit AS free,
        coalesce(sum(f.billable_units * f.rate_multiplier) OVER (PARTITION BY f.service_id ORDER BY f.bst_date
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS used
      FROM notify.usage_fact f JOIN notify.service s ON s.id = f.service_id
      JOIN notify.annual_billing a ON a.service_id = f.service_id AND a.financial_year_start = ${usageYear}
      WHERE s.organisation_id = '${busyOrganisation}' AND f.notification_type = 'sms'
        AND f.bst_date BETWEEN '2024-04-01' AND '2025-03-31') spent) d ON d.service_id = s.id
  GROUP BY s.id, s.name`;
